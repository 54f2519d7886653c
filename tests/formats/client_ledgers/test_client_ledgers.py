"""A company's sales ledger as CSV and as FEC: what is read, and every place that is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.formats.client_ledgers import read
from cessie.formats.values.client_ledger import Movement
from cessie.lib.reasons import Refusal

CSV = """kind;number;debtor;debtor_name;date;due_date;amount;of
invoice;F1;D1;Made up BV;2026-03-02;2026-04-01;1210.00;
credit_note;C1;D1;Made up BV;2026-03-09;;210.00;F1
payment;;D1;Made up BV;2026-04-03;;1000.00;F1
"""
FEC_HEAD = (
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|"
    "EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise"
)


def _fec(*rows: tuple[str, str, str, str, str, str, str, str, str]) -> bytes:
    lines = [
        f"{journal}|x|{number}|{day}|{account}|x|{debtor}|{debtor}|{piece}|{day}|x|{debit}|{credit}|{letter}||{day}||"
        for journal, number, day, account, debtor, piece, debit, credit, letter in rows
    ]
    return "\r\n".join([FEC_HEAD, *lines]).encode("iso8859-15")


def test_a_csv_says_what_was_invoiced_credited_and_paid() -> None:
    found = read(CSV.encode())
    assert not found.problems
    assert found.movements == (
        Movement("invoice", "F1", "D1", "Made up BV", date(2026, 3, 2), 1210_00, date(2026, 4, 1), "", 2),
        Movement("credit_note", "C1", "D1", "Made up BV", date(2026, 3, 9), 210_00, None, "F1", 3),
        Movement("payment", "", "D1", "Made up BV", date(2026, 4, 3), 1000_00, None, "F1", 4),
    )


def test_each_wrong_place_of_a_csv_is_named_and_nothing_is_used() -> None:
    rows = [
        "kind,number,debtor,date,due_date,amount", "invoice,F1,D1,2026-03-02,2026-04-01,10.00",
        "invoice,F1,D1,2026-03-02,2026-04-01,10.00", "gift,F2,D1,2026-03-02,,10.00", "invoice,F3,,2026-02-30,,1.234",
        "invoice,F4,D1,2026-03-02,2026-01-01,10.00", "invoice,F5", "payment,,D1,2026-03-02,,5.00",
    ]  # fmt: skip
    found = read("\n".join(rows).encode())
    assert found.movements == ()
    assert [(no.facts["line"], no.facts["column"], no.code.partition(".")[2]) for no in found.problems] == [
        (3, "number", "twice"), (4, "kind", "kind"), (5, "debtor", "empty"), (5, "date", "day"),
        (5, "amount", "amount"), (6, "due_date", "due"), (7, "", "cells"),
    ]  # fmt: skip


def test_a_fec_says_it_by_its_accounts_and_letters() -> None:
    found = read(
        _fec(
            ("VE", "1", "20260302", "411000", "DUPONT", "F1", "1200,00", "0,00", "A"),
            ("VE", "1", "20260302", "706000", "", "F1", "0,00", "1000,00", ""),
            ("VE", "1", "20260302", "445710", "", "F1", "0,00", "200,00", ""),
            ("VE", "2", "20260310", "411000", "DUPONT", "AV1", "0,00", "120,00", "A"),
            ("VE", "2", "20260310", "706000", "", "AV1", "100,00", "0,00", ""),
            ("VE", "2", "20260310", "445710", "", "AV1", "20,00", "0,00", ""),
            ("BQ", "1", "20260402", "512000", "", "REL4", "1080,00", "0,00", ""),
            ("BQ", "1", "20260402", "411000", "DUPONT", "REL4", "0,00", "1080,00", "A"),
        )
    )
    assert not found.problems
    assert [(each.kind, each.number, each.cents, each.of) for each in found.movements] == [
        ("invoice", "F1", 1200_00, ""), ("credit_note", "AV1", 120_00, "F1"), ("payment", "REL4", 1080_00, "F1"),
    ]  # fmt: skip


def test_an_entry_out_of_balance_is_named_and_nothing_is_used() -> None:
    found = read(
        _fec(
            ("VE", "1", "20260302", "411000", "DUPONT", "F1", "1200,00", "0,00", ""),
            ("VE", "1", "20260302", "706000", "", "F1", "0,00", "1000,00", ""),
            ("VE", "2", "20260231", "411000", "DUPONT", "F2", "1,00", "0,00", ""),
            ("VE", "3", "20260303", "411000", "DUPONT", "F3", "one", "0,00", ""),
        )
    )
    assert found.movements == ()
    assert [(no.code, no.facts["line"]) for no in found.problems] == [
        ("fec.day", 4), ("fec.amount", 5), ("fec.balance", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"hello", b"a;b;c\n1;2;3"])
def test_what_is_no_ledger_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as no:
        read(data)
    assert no.value.code == "client_ledger.unknown"
