"""A ledger as rows of open items, CSV or Excel, by columns that the company explained once.

Half a million rows are read one by one: nothing but the file itself is held.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from cessie.formats.archive import is_archive
from cessie.formats.client_ledgers._columns import missing
from cessie.formats.client_ledgers._fixed import OTHER_CURRENCY, wrong
from cessie.formats.invoices import sheet
from cessie.formats.invoices._cells import DecimalMark, Unreadable, amount, day, day_order, decimal_mark
from cessie.formats.values.client_ledger import OpenItem, OpenKind
from cessie.formats.values.table import Cell, Layout
from cessie.lib.reasons import N_, Reason, Refusal

_QUICK: Final = re.compile(r"(-?)([0-9]{1,12})(?:([.,])([0-9]{2}))?")
_YES: Final = frozenset({"1", "x", "y", "yes", "true", "j", "ja", "o", "oui", "vrai"})
_CREDIT: Final = ("c", "av", "kred", "nc")
_CASH: Final = ("p", "cash", "bet", "r", "ver", "od")
Rows = Callable[[], Iterator[tuple[int, Sequence[Cell]]]]


def is_sheet(data: bytes) -> bool:
    """Whether the file is rows of text or a workbook."""
    head = data[:4096]
    if is_archive(head) or head.startswith(b"\xd0\xcf\x11\xe0"):
        return True
    return b"\0" not in data and any(mark in head.split(b"\n", 1)[0] for mark in (b";", b",", b"\t", b"|"))


def header(data: bytes) -> tuple[str, ...]:
    """The names of the columns; refused (``client_ledger.no_header``) where there are none."""
    return _open(data)[0]


def _open(data: bytes) -> tuple[tuple[str, ...], Rows]:
    """The names of the columns, and the rows below with their numbers, as often as they are asked for."""
    if is_archive(data[:4096]) or data.startswith(b"\xd0\xcf\x11\xe0"):
        found = sheet.table(data)
        if len(alike := sheet.alike(data, found.headers)) > 1:
            words = N_("Rows stand in several sheets: {sheets}. Put all of them into one, and leave the others out.")
            raise Refusal("client_ledger.several_sheets", words, sheets=", ".join(alike)[:200])
        return found.headers, lambda: enumerate(found.rows, found.first)
    encoding = "utf-8-sig" if _is_utf8(data) else "cp1252"
    first = re.split(rb"[\r\n]", data, maxsplit=1)[0].decode(encoding, "replace")
    separator = max(";,\t|", key=first.count)

    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
        reader = csv.reader(text, delimiter=separator)
        next(reader, None)
        return ((reader.line_num, row) for row in reader)

    headers = next(csv.reader([first.strip("\r\n")], delimiter=separator), [])
    if not any(cell.strip() for cell in headers):
        raise Refusal("client_ledger.no_header", N_("The first line names no columns."))
    return tuple(cell.strip() for cell in headers), rows


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def items(data: bytes, layout: Layout) -> Iterator[OpenItem | Reason]:
    """Every open item, and whatever is wrong; refused where the columns do not tell what each item needs."""
    headers, rows = _open(data)
    if missing(layout) or len(layout) != len(headers):
        raise Refusal("client_ledger.columns", N_("Say first what the columns of this file mean."))
    count = place = 0
    try:
        read = _Reader(layout, headers, rows)
        for place, row in rows():
            if not any(row):
                continue
            count += 1
            yield read.item(row, place)
    except csv.Error as error:
        words = N_("The row cannot be read: {detail}")
        yield wrong(place + 1, "client_ledger.row", words, detail=str(error))
        return
    if not count:
        yield wrong(1, "client_ledger.no_rows", N_("The file has no rows."))


class _Reader:
    """How the columns of one file are read: where each field stands, which decimal mark, which order of days."""

    def __init__(self, layout: Layout, headers: Sequence[str], rows: Rows) -> None:
        self.headers = headers
        self.at = {field: n for n, field in enumerate(layout) if field}
        amounts = [self.at[name] for name in ("open", "gross") if name in self.at]
        days = [self.at[name] for name in ("issued", "due") if name in self.at]
        self.width = len(layout)
        self.mark: DecimalMark | None = decimal_mark(cell for _, row in rows() for cell in _cells(row, amounts))
        self.order = day_order(cell for _, row in rows() for cell in _cells(row, days))
        self.day = lru_cache(4096)(lambda cell: day(cell, self.order))

    def item(self, row: Sequence[Cell], place: int) -> OpenItem | Reason:
        """One row as an item, or what is wrong with it."""
        if len(row) != self.width:
            words = N_("The row has {count} cells, the header {expected}.")
            return wrong(place, "client_ledger.cells", words, count=len(row), expected=self.width)
        number, debtor = self._text(row, "number"), self._text(row, "debtor") or self._text(row, "debtor_number")
        currency = self._text(row, "currency") or "EUR"
        if not number or not debtor:
            return self._empty(place, "debtor" if number else "number")
        if currency.upper() not in ("EUR", "€"):
            return wrong(place, "client_ledger.currency", OTHER_CURRENCY, currency=currency[:10])
        try:
            still, gross = self._cents(row, "open"), self._cents(row, "gross")
            issued, due = self._day(row, "issued"), self._day(row, "due")
        except Unreadable as no:
            return _placed(no, place, self._column(row, no))
        if still is None or issued is None:
            return self._empty(place, "open" if still is None else "issued")
        return self._made(row, place, (number, debtor), (issued, due), still, still if gross is None else gross)

    def _made(
        self, row: Sequence[Cell], place: int, names: tuple[str, str], days: tuple[date, date | None], still: int,
        gross: int,
    ) -> OpenItem | Reason:  # fmt: skip
        kind = kind_of(self._text(row, "kind"), gross or still)
        sign = 1 if kind == "invoice" else -1
        if kind != "invoice" and (still > 0 or gross > 0):  # some ledgers write them without their sign
            still, gross = -abs(still), -abs(gross)
        if still * sign < 0 or gross * sign < abs(still):
            words = N_("Of {number} {still} cents are open, of {gross}: no document is open for less than nothing or "
                       "for more than itself.")  # fmt: skip
            return wrong(place, "client_ledger.negative", words, number=names[0], still=still, gross=gross)
        name = self._text(row, "debtor_name") or names[1]
        return OpenItem(
            kind, *names, name, self._text(row, "debtor_number"), *days, still, gross, self._flag(row, "disputed"),
            self._flag(row, "consumer"), self._flag(row, "unperformed"), place,
        )  # fmt: skip

    def _empty(self, place: int, field: str) -> Reason:
        at = self.at.get(field, self.at.get("debtor_number", 0))
        words = N_(
            "The row has nothing in the column {column}: totals and notes must be left out, formulas kept as values."
        )
        return wrong(place, "client_ledger.empty", words, column=self.headers[at])

    def _column(self, row: Sequence[Cell], no: Unreadable) -> str:
        """The name of the column in which an amount or a day cannot be read."""
        fields = ("issued", "due") if no.code == "table.day" else ("open", "gross")
        places = [
            self.at[field]
            for field in fields
            if field in self.at and str(row[self.at[field]]).strip() == no.text.strip()
        ]
        return self.headers[places[0]] if places else ""

    def _text(self, row: Sequence[Cell], field: str) -> str:
        cell = row[self.at[field]] if field in self.at else ""
        return cell.strip() if isinstance(cell, str) else _plain(cell)

    def _flag(self, row: Sequence[Cell], field: str) -> bool:
        return field in self.at and self._text(row, field).lower() in _YES

    def _day(self, row: Sequence[Cell], field: str) -> date | None:
        cell = row[self.at[field]] if field in self.at else None
        return self.day(cell.strip() if isinstance(cell, str) else cell)

    def _cents(self, row: Sequence[Cell], field: str) -> int | None:
        cell = row[self.at[field]] if field in self.at else None
        quick = _QUICK.fullmatch(cell) if isinstance(cell, str) else None
        if quick and quick[3] in (None, self.mark):
            cents = int(quick[2]) * 100 + int(quick[4] or 0)
            return -cents if quick[1] else cents
        value = amount(cell, self.mark)
        return None if value is None else int(value * 100)


def _cells(row: Sequence[Cell], places: Sequence[int]) -> Iterator[Cell]:
    return (row[n] for n in places if n < len(row))


def _plain(cell: Cell) -> str:
    """A number in a workbook that names something: without the decimals that a sheet gives it."""
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _placed(no: Unreadable, place: int, column: str) -> Reason:
    found = no.at(place, column)
    return Reason(found.code, found.message, {**found.facts, "line": place, "column": column})


def kind_of(told: str, cents: int) -> OpenKind:
    """What a row is by its word in three languages, else by its sign.

    >>> kind_of("Avoir", 100), kind_of("", -5), kind_of("Betaling", 5), kind_of("Factuur", 5)
    ('credit_note', 'credit_note', 'cash', 'invoice')
    """
    word = told.strip().lower()
    if word.startswith(_CREDIT) and not word.startswith("cash"):
        return "credit_note"
    if word.startswith(_CASH):
        return "cash"
    return "invoice" if word or cents >= 0 else "credit_note"
