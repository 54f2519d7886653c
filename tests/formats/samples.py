"""Small documents of our own, invented: the tests change one thing at a time in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from cessie.formats.values import (
    Address,
    Amendment,
    CollectionBatch,
    CollectionFile,
    CreditTransfer,
    DirectDebit,
    InvoiceDocument,
    InvoiceLine,
    InvoiceTotals,
    MandateReference,
    Party,
    PaymentFile,
    PaymentMeans,
    PaymentParty,
    Remittance,
    TransferBatch,
    VatLine,
)
from cessie.lib.money import Money

FACTOR_IBAN = "BE68539007547034"
CLIENT_IBAN = "BE71096123456769"
OGM = "010806817183"


def invoice() -> InvoiceDocument:
    """100.00 net at 21 %, notified: the factor is payee and the account is his."""
    return InvoiceDocument(
        kind="invoice",
        format="ubl",
        number="F-2026-0451",
        issue_date=date(2026, 11, 2),
        due_date=date(2026, 12, 2),
        currency="EUR",
        type_code="380",
        buyer_reference="PO-17",
        notes=("This invoice was assigned.",),
        terms="30 days",
        seller=Party(
            name="Atelier du Pont SRL",
            trade_name="Atelier du Pont",
            vat="BE0123456749",
            register="0123456749",
            register_scheme="0208",
            endpoint="0123456749",
            endpoint_scheme="0208",
            address=Address(street="Rue du Pont 1", postcode="4000", city="Liège", country="BE"),
        ),
        buyer=Party(
            name="De Molen BV",
            vat="NL004495445B01",
            register="12345678",
            register_scheme="0106",
            endpoint="12345678",
            endpoint_scheme="0106",
            address=Address(street="Molenweg 2", postcode="4811 AB", city="Breda", country="NL"),
        ),
        payee=Party(name="Factor Example NV", register="0234567873", register_scheme="0208"),
        payments=(PaymentMeans(code="30", account=FACTOR_IBAN, reference="+++010/8068/17183+++", bic="GKCCBEBB"),),
        totals=InvoiceTotals(
            lines=Decimal("100.00"),
            net=Decimal("100.00"),
            vat=Decimal("21.00"),
            gross=Decimal("121.00"),
            payable=Decimal("121.00"),
        ),
        vat=(VatLine(category="S", rate=Decimal("21"), base=Decimal("100.00"), tax=Decimal("21.00")),),
        lines=(
            InvoiceLine(
                id="1",
                name="Work",
                quantity=Decimal("4"),
                unit="HUR",
                price=Decimal("25.00"),
                net=Decimal("100.00"),
                vat_category="S",
                vat_rate=Decimal("21"),
            ),
        ),
    )


ENTRY = """<Ntry><Amt Ccy="EUR">121.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt><AcctSvcrRef>BANK-1</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>
<Refs><EndToEndId>E2E-1</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>De Molen BV</Nm></Pty></Dbtr>
<DbtrAcct><Id><IBAN>BE71096123456769</IBAN></Id></DbtrAcct></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><BICFI>KREDBEBB</BICFI></FinInstnId></DbtrAgt></RltdAgts>
<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr></Tp><Ref>010806817183</Ref></CdtrRefInf>
</Strd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def camt(
    *entries: str,
    kind: str = "053",
    version: str = "08",
    opening: str = "1000.00",
    closing: str = "1121.00",
    extra: str = "",
) -> bytes:
    """A camt message with one statement of the factor's account."""
    outer, inner = {
        "052": ("BkToCstmrAcctRpt", "Rpt"),
        "053": ("BkToCstmrStmt", "Stmt"),
        "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[kind]
    balance = (
        '<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{}</Dt></Dt></Bal>"
    )
    balances = balance.format("OPBD", opening, "2026-11-19") + balance.format("CLBD", closing, "2026-11-20")
    statement = (
        f"<{inner}><Id>S-1</Id><ElctrncSeqNb>224</ElctrncSeqNb><CreDtTm>2026-11-20T20:00:00+01:00</CreDtTm>"
        f"<Acct><Id><IBAN>{FACTOR_IBAN}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Factor Example NV</Nm></Ownr></Acct>"
        f"{balances}{extra}{''.join(entries or (ENTRY,))}</{inner}>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">'
        f"<{outer}><GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-20T20:00:00+01:00</CreDtTm></GrpHdr>{statement}</{outer}>"
        "</Document>"
    ).encode()


def coda_line(*fields: tuple[int, str]) -> str:
    """128 characters with texts at their 1-based positions."""
    row = [" "] * 128
    for first, text in fields:
        row[first - 1 : first - 1 + len(text)] = text
    assert len(row) == 128
    return "".join(row)


def movement(
    sequence: int,
    amount: int,
    *,
    detail: int = 0,
    code: str = "00150000",
    communication: str = "",
    structured: bool = False,
    debit: bool = False,
) -> str:
    """A record 2.1; ``amount`` in thousandths."""
    return coda_line(
        (1, "21"),
        (3, f"{sequence:04d}"),
        (7, f"{detail:04d}"),
        (11, f"REF{sequence:04d}"),
        (32, "1" if debit else "0"),
        (33, f"{amount:015d}"),
        (48, "201126"),
        (54, code),
        (62, "1" if structured else "0"),
        (63, communication[:53]),
        (116, "201126"),
        (122, "324"),
        (125, "0"),
        (126, "0"),
        (128, "0"),
    )


def second(sequence: int, *, detail: int = 0, communication: str = "", reference: str = "", **more: str) -> str:
    """A record 2.2; ``more``: bic, return_type, return_reason."""
    return coda_line(
        (1, "22"),
        (3, f"{sequence:04d}"),
        (7, f"{detail:04d}"),
        (11, communication[:53]),
        (64, reference),
        (99, more.get("bic", "")),
        (113, more.get("return_type", "")),
        (114, more.get("return_reason", "")),
        (126, "0"),
        (128, "0"),
    )


def third(sequence: int, *, detail: int = 0, iban: str = CLIENT_IBAN, name: str = "DE MOLEN BV", tail: str = "") -> str:
    """A record 2.3."""
    return coda_line(
        (1, "23"),
        (3, f"{sequence:04d}"),
        (7, f"{detail:04d}"),
        (11, iban),
        (45, "EUR"),
        (48, name),
        (83, tail[:43]),
        (126, "0"),
        (128, "0"),
    )


def information(sequence: int, detail: int, text: str, *, structured: bool = False) -> str:
    """A record 3.1."""
    return coda_line(
        (1, "31"),
        (3, f"{sequence:04d}"),
        (7, f"{detail:04d}"),
        (32, "00150000"),
        (40, "1" if structured else "0"),
        (41, text[:73]),
        (126, "0"),
        (128, "0"),
    )


def coda(
    records: Sequence[str] | None = None,
    *,
    opening: int = 10_000_000,
    closing: int = 11_250_000,
    debits: int = 0,
    credits: int = 1_250_000,
    count: int | None = None,
    application: str = "00000",
    duplicate: str = " ",
    eol: str = "\r\n",
) -> bytes:
    """A CODA of the factor's account; amounts in thousandths, ``records`` between the two balances."""
    if records is None:
        records = [movement(1, 1_250_000, structured=True, communication="101" + OGM), third(1)]
    head = coda_line(
        (1, "00000"),
        (6, "201126"),
        (12, "539"),
        (15, "05"),
        (17, duplicate),
        (25, "F000000324"),
        (35, "FACTOR EXAMPLE NV"),
        (61, "NICABEBB"),
        (72, "00123456749"),
        (84, application),
        (128, "2"),
    )
    old = coda_line(
        (1, "12324"),
        (6, FACTOR_IBAN),
        (40, "EUR"),
        (43, "0"),
        (44, f"{opening:015d}"),
        (59, "191126"),
        (65, "FACTOR EXAMPLE NV"),
        (126, "224"),
    )
    new = coda_line(
        (1, "8324"), (5, FACTOR_IBAN), (39, "EUR"), (42, "0"), (43, f"{closing:015d}"), (58, "201126"), (128, "0")
    )
    counted = len(records) + 2 if count is None else count
    end = coda_line((1, "9"), (17, f"{counted:06d}"), (23, f"{debits:015d}"), (38, f"{credits:015d}"), (128, "2"))
    return (eol.join([head, old, *records, new, end]) + eol).encode("ascii")


def payment_file() -> PaymentFile:
    """One batch of two payouts, one with a structured reference and one with text."""
    return PaymentFile(
        message_id="PAY-20261124-0001",
        created_at=datetime(2026, 11, 24, 8, 15, tzinfo=UTC),
        initiator="Factor Example NV",
        initiator_register="0234567873",
        batches=(
            TransferBatch(
                id="PAY-20261124-0001-A",
                execution_date=date(2026, 11, 24),
                debtor=PaymentParty(
                    name="Factor Example NV",
                    iban=FACTOR_IBAN,
                    bic="GKCCBEBB",
                    address=Address(street="Kaai", number="1", postcode="9000", city="Gent", country="BE"),
                ),
                transfers=(
                    CreditTransfer(
                        end_to_end_id="ADV-1",
                        amount=Money(125_000),
                        creditor=PaymentParty(name="Atelier du Pont SRL", iban=CLIENT_IBAN),
                        remittance=Remittance(structured=OGM, scheme="BBA"),
                    ),
                    CreditTransfer(
                        end_to_end_id="ADV-2",
                        instruction_id="I-2",
                        amount=Money(1),
                        creditor=PaymentParty(
                            name="Bakker", iban=CLIENT_IBAN, bic="KREDBEBB", address=Address(city="Luik", country="BE")
                        ),
                        remittance=Remittance(text="Advance on F-2026-0451"),
                        purpose="SUPP",
                    ),
                ),
            ),
        ),
    )


def collection_file() -> CollectionFile:
    """Three collections: a plain one and an amended one of Core, and one of B2B, which serves once."""
    creditor = PaymentParty(name="Factor Example NV", iban=FACTOR_IBAN, bic="GKCCBEBB")
    batch = CollectionBatch(
        id="SDD-20261124-0001-A",
        collection_date=date(2026, 11, 27),
        creditor=creditor,
        creditor_id="BE81ZZZ0123456749",
        scheme="CORE",
        sequence="RCUR",
        collections=(
            DirectDebit(
                end_to_end_id="E2E-2026-0451",
                amount=Money(10_000),
                debtor=PaymentParty(name="Bakkerij De Molen BV", iban=CLIENT_IBAN, bic="KREDBEBB"),
                mandate=MandateReference(id="MNDT-2026-000017", signed_date=date(2026, 3, 2)),
                remittance=Remittance(structured=OGM, scheme="BBA"),
                ultimate_creditor="Atelier du Pont SRL",
            ),
            DirectDebit(
                end_to_end_id="E2E-2026-0452",
                instruction_id="I-2",
                amount=Money(1),
                debtor=PaymentParty(
                    name="Bakker", iban=CLIENT_IBAN, address=Address(street="Kaai", city="Luik", country="BE")
                ),
                mandate=MandateReference(
                    id="MNDT-2026-000018",
                    signed_date=date(2026, 11, 27),
                    amendment=Amendment(
                        mandate_id="OLD-18",
                        creditor_id="NL51ZZZ405365330000",
                        creditor_name="Oud BV",
                        debtor_moved=True,
                    ),
                ),
                remittance=Remittance(text="Invoice 2026-0452"),
                ultimate_debtor="Kind Bakker",
                purpose="SUPP",
            ),
        ),
    )
    business = DirectDebit(
        end_to_end_id="E2E-2026-0453",
        amount=Money(99_999_999_999),
        debtor=PaymentParty(name="Groothandel NV", iban=CLIENT_IBAN, register="0234567873"),
        mandate=MandateReference(
            id="B2B-1",
            signed_date=date(2026, 1, 5),
            amendment=Amendment(debtor_iban="BE43068999999501"),
            electronic_signature="VAL-0001",
        ),
    )
    return CollectionFile(
        message_id="SDD-20261124-0001",
        created_at=datetime(2026, 11, 24, 8, 15, tzinfo=UTC),
        initiator="Factor Example NV",
        initiator_register="0234567873",
        batches=(
            batch,
            replace(batch, id="SDD-20261124-0001-B", scheme="B2B", sequence="OOFF", collections=(business,)),
        ),
    )
