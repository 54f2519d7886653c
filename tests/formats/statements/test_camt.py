"""camt.052, .053, .054: one reader for all versions and habits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cessie.formats.statements import camt052, camt053, camt054
from cessie.formats.values import Statement, StatementEntry, StatementFile
from cessie.lib.reasons import Refusal
from tests.formats.samples import CLIENT_IBAN, ENTRY, FACTOR_IBAN, OGM, camt


def _file(data: bytes) -> StatementFile:
    (file,) = camt053.read(data)
    return file


def _statement(data: bytes) -> Statement:
    (statement,) = _file(data).statements
    return statement


def _entry(text: str = ENTRY) -> StatementEntry:
    (entry,) = _statement(camt(text)).entries
    return entry


def _codes(data: bytes) -> list[str]:
    return [warning.code for warning in _statement(data).warnings]


def test_a_receipt_with_everything_that_matching_needs() -> None:
    statement = _statement(camt())
    assert statement.warnings == ()
    assert (statement.account.iban, statement.account.currency, statement.sequence) == (FACTOR_IBAN, "EUR", 224)
    assert statement.opening is not None
    assert statement.closing is not None
    assert (statement.opening.amount, statement.closing.amount) == (Decimal("1000.00"), Decimal("1121.00"))
    (entry,) = statement.entries
    assert (entry.amount, entry.booked, entry.status) == (Decimal("121.00"), date(2026, 11, 20), "booked")
    assert (entry.remittance.structured, entry.remittance.scheme) == (OGM, "BBA")
    assert (entry.counterparty.name, entry.counterparty.iban, entry.counterparty.bic) == (
        "De Molen BV",
        CLIENT_IBAN,
        "KREDBEBB",
    )
    assert (entry.end_to_end_id, entry.bank_reference, entry.transaction_code) == ("E2E-1", "BANK-1", "PMNT/RCDT/ESCT")
    assert len(entry.details) == 1


def test_version_two_says_the_same_in_its_own_words() -> None:
    old = ENTRY.replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
    old = old.replace("<Pty><Nm>De Molen BV</Nm></Pty>", "<Nm>De Molen BV</Nm>").replace("BICFI", "BIC")
    assert _statement(camt(old, version="02")).entries == _statement(camt()).entries


@pytest.mark.parametrize(("kind", "module"), [("052", camt052), ("054", camt054)])
def test_a_preview_is_marked_as_one_and_not_asked_to_balance(kind: str, module: object) -> None:
    data = camt(kind=kind, closing="5.00")
    assert module.looks_like(data, "")  # type: ignore[attr-defined]
    assert not camt053.looks_like(data, "")
    statement = _statement(data)
    assert statement.interim
    assert statement.warnings == ()


@pytest.mark.parametrize("version", ["00", "14", "99"])
def test_an_unknown_version_is_not_taken(version: str) -> None:
    assert not camt053.looks_like(camt(version=version), "")
    with pytest.raises(Refusal):
        camt053.read(camt(version=version))


def test_one_cent_off_is_told() -> None:
    assert _codes(camt(closing="1121.01")) == ["statement.balance"]


def test_only_booked_entries_move_the_balance() -> None:
    pending = ENTRY.replace("BOOK", "PDNG")
    statement = _statement(camt(ENTRY, pending))
    assert [entry.status for entry in statement.entries] == ["booked", "pending"]
    assert statement.warnings == ()
    assert statement.credits == Decimal("242.00")


def test_an_unknown_status_is_not_booked_and_told() -> None:
    assert _codes(camt(ENTRY.replace("BOOK", "NEWX"), closing="1000.00")) == ["statement.status"]


def test_without_status_it_is_booked() -> None:
    assert _entry(ENTRY.replace("<Sts><Cd>BOOK</Cd></Sts>", "")).status == "booked"


@pytest.mark.parametrize("wrong", ["", "<CdtDbtInd>PLUS</CdtDbtInd>"])
def test_money_without_direction_is_refused(wrong: str) -> None:
    with pytest.raises(Refusal, match=r"Stmt/Ntry \(line"):
        _statement(camt(ENTRY.replace("<CdtDbtInd>CRDT</CdtDbtInd>", wrong)))


@pytest.mark.parametrize("wrong", ["-121.00", "121,00", "1E2", "NaN", "121.000001", "9" * 40, ""])
def test_money_in_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(Refusal, match="Stmt/Ntry"):
        _statement(camt(ENTRY.replace("121.00", wrong)))


def test_a_debit_is_negative() -> None:
    data = camt(ENTRY.replace("CRDT", "DBIT"), closing="879.00")
    assert _statement(data).entries[0].amount == Decimal("-121.00")
    assert _codes(data) == []


def test_balance_without_direction_is_taken_as_written() -> None:
    assert _codes(camt().replace(b"<CdtDbtInd>CRDT</CdtDbtInd><Dt>", b"<Dt>")) == []


def test_overdrawn() -> None:
    data = camt(opening="121.00", closing="0.00").replace(
        b"CRDT</CdtDbtInd><Dt><Dt>2026-11-19", b"DBIT</CdtDbtInd><Dt><Dt>2026-11-19"
    )
    assert _codes(data) == []


RETURNED = (
    ENTRY.replace("CRDT", "DBIT")
    .replace("</TxDtls>", "<RtrInf><Rsn><Cd>MD06</Cd></Rsn><AddtlInf>refund</AddtlInf></RtrInf></TxDtls>")
    .replace("<EndToEndId>E2E-1</EndToEndId>", "<EndToEndId>NOTPROVIDED</EndToEndId><MndtId>M-7</MndtId>")
)


@pytest.mark.parametrize("ours", [f"<Id><IBAN>{FACTOR_IBAN}</IBAN></Id>", None])
def test_the_counterparty_of_a_return_is_never_ourselves(ours: str | None) -> None:
    """Some banks keep the roles of the original collection: then we are the creditor of our own debit."""
    account = f"<CdtrAcct>{ours}</CdtrAcct>" if ours else ""
    us = f"<Cdtr><Pty><Nm>FACTOR example NV</Nm></Pty></Cdtr>{account}"
    entry = _entry(RETURNED.replace("</DbtrAcct>", f"</DbtrAcct>{us}"))
    assert entry.counterparty.name == "De Molen BV"
    assert entry.counterparty.iban == CLIENT_IBAN
    assert (entry.return_reason, entry.return_text, entry.mandate, entry.end_to_end_id) == (
        "MD06",
        "refund",
        "M-7",
        None,
    )


def test_the_roles_may_also_turn_with_the_money() -> None:
    assert _entry(RETURNED.replace("Dbtr", "Cdtr")).counterparty.name == "De Molen BV"


DETAIL = (
    "<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs>"
    '<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>'
)


def _batch(*amounts: str) -> str:
    head = ENTRY[: ENTRY.index("<NtryDtls>")]
    details = "".join(DETAIL.format(id=f"E{n}", amount=amount) for n, amount in enumerate(amounts))
    return f"{head}<NtryDtls><Btch><PmtInfId>RUN-1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>{details}</NtryDtls></Ntry>"


def test_a_batch_is_counted_once_and_its_details_explain_it() -> None:
    data = camt(_batch("100.00", "21.00"))
    (entry,) = _statement(data).entries
    assert _codes(data) == []
    assert (entry.batch_reference, entry.transactions, entry.end_to_end_id) == ("RUN-1", 2, None)
    assert [(d.end_to_end_id, d.amount) for d in entry.details] == [("E0", Decimal("100.00")), ("E1", Decimal("21.00"))]


def test_details_that_are_not_the_entry_are_told() -> None:
    assert _codes(camt(_batch("100.00", "20.99"))) == ["statement.details"]


@pytest.mark.parametrize(
    ("parts", "text"),
    [(["INV", "17"], "INV 17"), (["A" * 35, "17"], "A" * 35 + "17"), (["B" * 140, "17"], "B" * 140 + "17")],
)
def test_text_that_the_bank_cut_is_joined_as_it_was(parts: list[str], text: str) -> None:
    start, end = ENTRY.index("<RmtInf>"), ENTRY.index("</TxDtls>")
    said = "".join(f"<Ustrd>{part}</Ustrd>" for part in parts)
    assert _entry(f"{ENTRY[:start]}<RmtInf>{said}</RmtInf>{ENTRY[end:]}").remittance.text == text


def test_a_reference_with_wrong_check_digits_is_only_text() -> None:
    said = _entry(ENTRY.replace(OGM, "010806817184")).remittance
    assert (said.structured, said.scheme, said.text) == (None, None, "010806817184")


def test_the_same_statement_twice_in_one_file_is_told() -> None:
    data = camt()
    one = data[data.index(b"<Stmt>") : data.index(b"</Stmt>") + 7]
    file = _file(data.replace(one, one + one))
    assert len(file.statements) == 2
    assert [warning.code for warning in file.warnings] == ["statement.twice"]


def test_the_banks_own_summary_is_compared() -> None:
    summary = (
        "<TxsSummry><TtlNtries><NbOfNtries>{}</NbOfNtries><Sum>121.00</Sum></TtlNtries>"
        "<TtlCdtNtries><Sum>{}</Sum></TtlCdtNtries></TxsSummry>"
    )
    assert _codes(camt(extra=summary.format(1, "121.00"))) == []
    assert _codes(camt(extra=summary.format(2, "121.01"))) == ["statement.summary", "statement.summary"]


def test_mixed_currencies_are_told() -> None:
    assert _codes(camt(ENTRY.replace('Ccy="EUR"', 'Ccy="USD"'))) == ["statement.currency"]


def test_a_page_of_several_is_told() -> None:
    page = "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>"
    assert _codes(camt(extra=page)) == ["statement.page"]


def test_a_missing_balance_is_told() -> None:
    assert _codes(camt().replace(b"OPBD", b"OPAV")) == ["statement.no_balance"]


def test_no_statement_at_all_is_refused() -> None:
    data = camt()
    with pytest.raises(Refusal) as no:
        camt053.read(data[: data.index(b"<Stmt>")] + b"</BkToCstmrStmt></Document>")
    assert no.value.code == "camt.empty"


def test_a_file_that_is_cut_is_refused() -> None:
    with pytest.raises(Refusal, match="line"):
        camt053.read(camt()[:-200])
