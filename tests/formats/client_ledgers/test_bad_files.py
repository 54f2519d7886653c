"""What people send by mistake is named, line by line and with what to do, and nothing of it is guessed."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cessie.formats.client_ledgers import bpce, eurofactor, open_items
from cessie.formats.values.client_ledger import OpenItem, Sender
from cessie.lib.reasons import Reason, Refusal

DAY = date(2026, 9, 1)
HEAD = ["Number", "Customer", "Date", "Due", "Open"]
GOOD = ["F1", "D1", DAY, date(2026, 10, 1), 100.5]
SENDER = Sender(company="X", issuer="12345", client="54321", as_of=DAY, sent=DAY)
ITEMS = [
    OpenItem("invoice", "F1", "D1", "Deb", "303265045", DAY, date(2026, 10, 1), 100_00, 100_00, place=1),
    OpenItem("credit_note", "C1", "D1", "Deb", "303265045", DAY, None, -5_00, -5_00, place=2),
]
FEC = (
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t"
    "PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n"
)


def told(data: bytes) -> list[tuple[str, int]]:
    """Code and line of all that is wrong, or the code of the refusal."""
    try:
        found = [each for each in open_items(data, {}) if isinstance(each, Reason)]
    except Refusal as no:
        return [(no.code, 0)]
    assert all(each.in_words() for each in found)
    return [(each.code, int(str(each.facts["line"]))) for each in found]


def book(*sheets: list[list[Any]], mac: bool = False) -> bytes:
    made, kept = openpyxl.Workbook(), io.BytesIO()
    if mac:
        made.epoch = CALENDAR_MAC_1904
    for n, rows in enumerate(sheets):
        sheet = made.active if not n else made.create_sheet(f"S{n}")
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    made.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ([[]], "sheet.empty"),
        ([[HEAD, GOOD], [HEAD, ["F2", *GOOD[1:]]]], "client_ledger.several_sheets"),
        ([[HEAD, [*GOOD[:4], "=SUM(A1:A2)"]]], "client_ledger.empty"),
        ([[HEAD, GOOD, ["Total", None, None, None, 100.5]]], "client_ledger.empty"),
        ([[HEAD, ["F1", "D1", 46266, None, 5]]], "table.day"),
        ([[HEAD]], "client_ledger.no_rows"),
    ],
)
def test_a_workbook_that_tells_no_whole_ledger(sheets: list[list[list[Any]]], code: str) -> None:
    assert [each for each, _ in told(book(*sheets))] == [code]


def test_a_workbook_with_notes_beside_its_rows_or_days_since_1904_is_read() -> None:
    assert told(book([HEAD, GOOD], [["Notes"], ["F2 is contested"]])) == []
    (found,) = open_items(book([HEAD, GOOD], mac=True), {})
    assert isinstance(found, OpenItem)
    assert (found.issued, found.due, found.open_cents) == (DAY, date(2026, 10, 1), 100_50)


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("F1;D1;2026-09-01;;1.234", "table.ambiguous", "column Open"),
        ("F1;D1;2026-09-01;;99999999999999999999", "table.amount", "column Open"),
        ("F1;D1;2026-09-01;2026-13-01;5", "table.day", "column Due"),
        ("F1;D1;;;5", "client_ledger.empty", "column Date"),
        ("F1;;2026-09-01;;5", "client_ledger.empty", "column Customer"),
    ],
)
def test_the_column_of_a_bad_cell_is_named(row: str, code: str, words: str) -> None:
    data = f"{';'.join(HEAD)}\n{row}\n".encode()
    assert told(data) == [(code, 2)]
    (found,) = open_items(data, {})
    assert isinstance(found, Reason)
    assert words in found.in_words()


def test_other_ways_of_writing_text_are_read_or_refused() -> None:
    text = f"{';'.join(HEAD)}\nF1;Dé;2026-09-01;;-0,00\n"
    plain = text.encode()
    for data in (plain, b"\xef\xbb\xbf" + plain, text.encode("latin-1"), text.replace("\n", "\r").encode()):
        (found,) = open_items(data, {})
        assert isinstance(found, OpenItem)
        assert (found.debtor, found.kind, found.open_cents) == ("Dé", "invoice", 0)
    assert told(text.encode("utf-16")) == [("client_ledger.unknown", 0)]
    assert [code for code, _ in told(text.replace("F1", '"' + "x" * 200_000).encode())] == ["client_ledger.row"]


def test_a_bpce_file_with_a_wrong_record_is_named_there() -> None:
    head, first, second, last = bpce.write(SENDER, ITEMS).decode().split("\r\n")[:4]
    for lines, wrong in (
        ((head, first, second, last[:2] + "000009" + last[8:]), [("client_ledger.sequence", 4)]),
        ((head, first, second, last.replace("0000000009500", "0000000009501")), [("client_ledger.total", 4)]),
        ((head, "03" + first[2:], second, last), [("client_ledger.kind", 2), ("client_ledger.total", 4)]),
        ((head, first[:82] + " " * 30 + first[112:], second, last), [("client_ledger.empty", 2)]),
        ((head, first[:156] + "99999999" + first[164:], second, last), [("client_ledger.day", 2)]),
        ((head, first[:177] + "USD" + first[180:], second, last), [("client_ledger.currency", 2)]),
        ((head, first), [("client_ledger.no_trailer", 2)]),
    ):
        assert told("\r\n".join([*lines, ""]).encode()) == wrong


def test_a_eurofactor_file_with_a_wrong_record_is_named_there() -> None:
    good = eurofactor.write(SENDER, ITEMS)
    for data, wrong in (
        (good.replace(b"\r\n", b"\n"), []),
        (good.replace(b";EUR;", b";USD;", 1), [("client_ledger.currency", 1)]),
        (good.replace(b"20261001", b"20261301"), [("client_ledger.day", 1)]),
        (good.replace(b"F1            ", b"              "), [("client_ledger.empty", 1)]),
        (good + good, [("client_ledger.twice", 3), ("client_ledger.twice", 4)]),
    ):
        assert told(data) == wrong


def _line(entry: int, account: str, debit: str, credit: str, piece: str = "F1") -> str:
    aux = "D1" if account == "411" else ""
    cells = ("VE", "v", entry, "20260901", account, "x", aux, "Deb", piece, "20260901", "l", debit, credit, "", "")
    return "\t".join(map(str, (*cells, "20260901", "", ""))) + "\n"


def test_a_fec_with_lines_that_cannot_be_is_named_there() -> None:
    sale = _line(1, "411", "120,00", "0,00") + _line(1, "701", "0,00", "120,00")
    for lines, wrong in (
        (_line(1, "411", "120,00", "20,00") + _line(1, "701", "0,00", "100,00"), [("fec.sides", 2)]),
        (_line(1, "411", "120,00", "0,00", "") + _line(1, "701", "0,00", "120,00"), [("fec.piece", 2)]),
        (_line(1, "601", "120,00", "0,00") + _line(1, "701", "0,00", "120,00"), [("fec.no_customers", 1)]),
        (sale.replace("\t\t\n", "\t130,00\tUSD\n", 1), [("client_ledger.currency", 2)]),
        (sale + _line(2, "411", "5,00", "0,00") + _line(2, "701", "0,00", "4,00"), [("fec.balance", 4)]),
    ):
        assert told((FEC + lines).encode()) == wrong


def test_what_is_owed_again_under_one_number_is_owed_whole() -> None:
    """A payment that went back: both debits count, or the second would hide the first."""
    paid = _line(2, "512", "120,00", "0,00") + _line(2, "411", "0,00", "120,00", "B1")
    back = _line(3, "411", "120,00", "0,00") + _line(3, "512", "0,00", "120,00")
    sale = _line(1, "411", "120,00", "0,00") + _line(1, "701", "0,00", "120,00")
    found = [each for each in open_items((FEC + sale + paid + back).encode(), {}) if isinstance(each, OpenItem)]
    assert sum(each.open_cents for each in found) == 120_00


def test_single_documents_are_told_apart_from_ledgers() -> None:
    for data in (b"<?xml version='1.0'?><Invoice/>", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18):
        assert told(data) == [("client_ledger.documents", 0)]
