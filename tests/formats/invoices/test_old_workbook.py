"""Old workbooks (.xls): read as what they say, and never at more cost than a new one may have."""

from __future__ import annotations

import resource
import struct
import time
from datetime import date
from decimal import Decimal

import pytest

from cessie.formats import reading
from cessie.formats.invoices import _old_workbook
from cessie.formats.invoices._compound import Compound
from cessie.formats.values import InvoiceDocument, Refused
from tests.formats.old_workbook import book, compound, label, number, record, strings

WORDS = ("Invoice number", "Date", "Customer", "Total", "F-1", "2026-11-02", "De Molen")
SHARED = strings(*WORDS)
ROWS = (*(label(0, n, n) for n in range(4)), *(label(1, n, n + 4) for n in range(3)), number(1, 3, 121.1))


def _read(records: bytes) -> list[object]:
    return list(reading.read(compound(("Workbook", records)), "a.xls"))


def _code(data: bytes) -> str:
    (refused,) = reading.read(data, "a.xls")
    assert isinstance(refused, Refused)
    return refused.reason.code


def test_it_says_what_the_person_typed() -> None:
    (read,) = _read(book(*ROWS, shared=SHARED))
    assert isinstance(read, InvoiceDocument)
    assert (read.number, read.issue_date, read.totals.gross) == ("F-1", date(2026, 11, 2), Decimal("121.10"))


def test_of_a_formula_its_value_is_read_and_its_text_is_not() -> None:
    """The text names cells that are not there, which the library would otherwise spell out."""
    words = struct.pack("<H", 5) + bytes((0x44, 0, 0, 0, 0))
    total = record(0x06, struct.pack("<HHHdHI", 1, 3, 0, 121.1, 0, 0) + words)
    (read,) = _read(book(*ROWS[:-1], total, shared=SHARED))
    assert isinstance(read, InvoiceDocument)
    assert read.totals.gross == Decimal("121.10")


def test_a_text_that_goes_on_in_the_next_record_is_one_text() -> None:
    long = "x" * 20_000
    found = _old_workbook._lengths([part for _, part in _parts(strings("a", long, "b"))])
    assert found == [1, 20_000, 1]


def _parts(data: bytes) -> list[tuple[int, bytes]]:
    found, place = [], 0
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        found.append((kind, data[place + 4 : place + 4 + length]))
        place += 4 + length
    return found


def test_a_sheet_that_only_claims_to_be_huge_is_read() -> None:
    (read,) = _read(book(*ROWS, shared=SHARED, dimensions=(0xFFFFFFFF, 0xFFFF)))
    assert isinstance(read, InvoiceDocument)


@pytest.mark.parametrize(
    ("code", "records"),
    [
        ("table.too_large", book(*ROWS, number(65_535, 1, 1.0), shared=SHARED)),
        ("table.too_large", book(*ROWS, number(1, 65_535, 1.0), shared=SHARED)),
        ("table.too_large", book(*ROWS, record(0xBD, struct.pack("<HH", 1, 190) + bytes(122)), shared=SHARED)),
        ("table.too_large", book(*ROWS, shared=SHARED, sheets=60)),
        ("table.too_large", book(*ROWS, shared=SHARED, sheets=2)),  # both names lead to the same page
        ("sheet.broken", book(*ROWS, shared=strings(*WORDS, count=2**31 - 1))),
        ("sheet.broken", book(*ROWS, label(2, 0, 99), shared=SHARED)),
        ("sheet.broken", book(*ROWS, shared=SHARED).replace(b"\x85\0\x0a\0", b"\x85\0\x0a\0\xff\xff")),  # panics
        ("sheet.encrypted", record(0x2F, b"\1\0") + book(*ROWS, shared=SHARED)),
    ],
)
def test_what_would_cost_without_bounds_is_refused(code: str, records: bytes) -> None:
    assert _code(compound(("Workbook", records))) == code


def test_one_long_text_in_every_cell_is_refused_before_it_is_laid_out() -> None:
    """33 kB in each of 200 times 100 cells: a file of 0.3 MB that would take 660 MB."""
    cells = [label(row, column, 0) for row in range(100) for column in range(200)]
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert _code(compound(("Workbook", book(*cells, shared=strings("x" * 33_000))))) == "table.too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB
    assert time.process_time() - begun < 5


def test_sectors_that_follow_each_other_in_a_circle_are_refused() -> None:
    assert _code(compound(("Workbook", book(*ROWS, shared=SHARED)), loop=True)) == "sheet.broken"


def test_what_the_library_opens_holds_values_alone() -> None:
    """No macros, no other folder, no claim of size: only the stream that was looked at."""
    data = compound(("Workbook", book(*ROWS, shared=SHARED)), ("_VBA_PROJECT_CUR", b"\1" * 9_000))
    safe = _old_workbook.rebuilt(data)
    assert Compound(safe).names() == ["workbook"]
    kinds = {kind for kind, _ in _parts(Compound(safe).read("workbook"))}
    assert 0x200 not in kinds
    assert isinstance(reading.read(data, "a.xls")[0], InvoiceDocument)


@pytest.mark.parametrize("step", [31, 77])
def test_damaged_bytes_are_refused_or_read_never_more(step: int) -> None:
    whole = compound(("Workbook", book(*ROWS, shared=SHARED)))
    for place in range(8, len(whole), step * 13):
        data = bytearray(whole)
        data[place] ^= 0xFF
        for part in reading.read(bytes(data), "a.xls"):
            assert isinstance(part, InvoiceDocument | Refused)
