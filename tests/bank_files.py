"""Bank files for tests, written here element by element: what a bank sends, not what our writers would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PAYOUT = "BE68539007547034"
COLLECTION = "BE71096123456769"
_NEXT = iter(range(1, 1_000_000))


@dataclass(frozen=True)
class Row:
    """One entry: signed amount in cents; ``details`` of a batch as (end-to-end id, signed cents)."""

    cents: int
    end_to_end_id: str = ""
    reference: str = ""
    name: str = "Piet Peeters"
    iban: str = "BE43068999999501"
    text: str = ""
    batch: str = ""
    reason: str = ""
    details: tuple[tuple[str, int], ...] = ()
    status: str = "BOOK"
    currency: str = "EUR"


@dataclass(frozen=True)
class Page:
    """One statement; ``closing`` None: opening plus entries."""

    day: date
    opening: int
    rows: tuple[Row, ...] = ()
    number: int = 1
    closing: int | None = None
    iban: str = PAYOUT
    currency: str = "EUR"

    @property
    def closes(self) -> int:
        return self.opening + sum(row.cents for row in self.rows) if self.closing is None else self.closing


def camt053(*pages: Page, message: str = "M1") -> bytes:
    """A camt.053.001.08 of these statements."""
    return _document("camt.053.001.08", "BkToCstmrStmt", "Stmt", pages, message)


def camt054(*pages: Page, message: str = "N1") -> bytes:
    """A camt.054.001.08: entries without balances."""
    return _document("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", pages, message)


def pain002(original: str, statuses: Sequence[tuple[str, str, str]], *, group: str = "PART", block: str = "") -> bytes:
    """A pain.002.001.10 about file ``original``: (end-to-end id, status, reason code)."""
    told = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{e2e}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        + (f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else "")
        + "</TxInfAndSts>"
        for e2e, status, code in statuses
    )
    part = (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{block or original}</OrgnlPmtInfId>{told}</OrgnlPmtInfAndSts>"
        if told
        else ""
    )
    reason = "" if told else "<StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
        "<GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-03-03T08:00:00Z</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{original}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
        f"<GrpSts>{group}</GrpSts>{reason if group == 'RJCT' else ''}</OrgnlGrpInfAndSts>"
        f"{part}</CstmrPmtStsRpt></Document>"
    ).encode()


def _document(version: str, root: str, part: str, pages: Sequence[Page], message: str) -> bytes:
    body = "".join(_page(part, page, balances=part == "Stmt") for page in pages)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">'
        f"<{root}><GrpHdr><MsgId>{message}</MsgId><CreDtTm>2026-03-02T20:00:00Z</CreDtTm></GrpHdr>{body}"
        f"</{root}></Document>"
    ).encode()


def _amount(cents: int) -> str:
    return str(abs(Decimal(cents)).scaleb(-2))


def _side(cents: int) -> str:
    return "CRDT" if cents >= 0 else "DBIT"


def _balance(code: str, cents: int, page: Page) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='{page.currency}'>{_amount(cents)}</Amt>"
        f"<CdtDbtInd>{_side(cents)}</CdtDbtInd><Dt><Dt>{page.day}</Dt></Dt></Bal>"
    )


def _page(part: str, page: Page, *, balances: bool) -> str:
    ends = _balance("OPBD", page.opening, page) + _balance("CLBD", page.closes, page) if balances else ""
    return (
        f"<{part}><Id>{page.day.year}-{page.number}</Id><ElctrncSeqNb>{page.number}</ElctrncSeqNb>"
        f"<CreDtTm>{page.day}T20:00:00Z</CreDtTm>"
        f"<Acct><Id><IBAN>{page.iban}</IBAN></Id><Ccy>{page.currency}</Ccy></Acct>{ends}"
        + "".join(_entry(row, page) for row in page.rows)
        + f"</{part}>"
    )


def _entry(row: Row, page: Page) -> str:
    reference = row.reference or f"BANK{next(_NEXT):06d}"
    details = row.details or ((row.end_to_end_id, row.cents),)
    batch = f"<Btch><PmtInfId>{row.batch}</PmtInfId></Btch>" if row.batch else ""
    transactions = "".join(_transaction(row, e2e, cents) for e2e, cents in details)
    return (
        f"<Ntry><Amt Ccy='{row.currency}'>{_amount(row.cents)}</Amt><CdtDbtInd>{_side(row.cents)}</CdtDbtInd>"
        f"<Sts><Cd>{row.status}</Cd></Sts><BookgDt><Dt>{page.day}</Dt></BookgDt><ValDt><Dt>{page.day}</Dt></ValDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<NtryDtls>{batch}{'' if row.batch and not row.details else transactions}</NtryDtls></Ntry>"
    )


def _transaction(row: Row, end_to_end_id: str, cents: int) -> str:
    party = "Dbtr" if cents >= 0 else "Cdtr"
    returned = f"<RtrInf><Rsn><Cd>{row.reason}</Cd></Rsn></RtrInf>" if row.reason else ""
    remittance = f"<RmtInf><Ustrd>{row.text}</Ustrd></RmtInf>" if row.text else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{end_to_end_id or 'NOTPROVIDED'}</EndToEndId></Refs>"
        f"<Amt Ccy='{row.currency}'>{_amount(cents)}</Amt><CdtDbtInd>{_side(cents)}</CdtDbtInd>"
        f"<RltdPties><{party}><Pty><Nm>{row.name}</Nm></Pty></{party}>"
        f"<{party}Acct><Id><IBAN>{row.iban}</IBAN></Id></{party}Acct></RltdPties>{remittance}{returned}</TxDtls>"
    )
