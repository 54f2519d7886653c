"""The files with which a house moves in: clients, debtors, relations, open invoices, opening balances, as CSV.

One layout a file, found by the file's name; docs/formats.md shows them. Every row that cannot be read is named with
its row and column; a person counts rows from 1, and the header is the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from cessie.formats.invoices import csv
from cessie.formats.invoices._cells import DayOrder, DecimalMark, Unreadable, amount, day, day_order, decimal_mark
from cessie.formats.values.table import Cell
from cessie.lib.reasons import N_, Reason, Refusal

PLACE: Final = ("street", "building", "postcode", "town")
WHO: Final = ("name", "country", "number", "vat", *PLACE, "language", "email")
#: File -> its columns; those of ``NEEDED`` must be filled in every row.
LAYOUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "clients.csv": ("code", *WHO, "iban", "contract", "preset", "from", "advance_rate", "holdback_rate"),
    "debtors.csv": (*WHO, "limit", "limit_from", "limit_until", "source"),
    "relations.csv": ("client", "debtor", "reference"),
    "invoices.csv": ("client", "debtor", "invoice", "issued", "due", "gross", "open", "held_back", "on", "reference"),
    "balances.csv": ("client", "account", "amount", "on"),
}
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "clients.csv": ("code", "name", "country"),
    "debtors.csv": ("name", "country"),
    "relations.csv": ("client", "debtor"),
    "invoices.csv": ("client", "debtor", "invoice", "issued", "due", "gross", "open", "on"),
    "balances.csv": ("account", "amount", "on"),
}
AMOUNTS: Final = frozenset({"limit", "gross", "open", "held_back", "amount", "advance_rate", "holdback_rate"})
DAYS: Final = frozenset({"from", "limit_from", "limit_until", "issued", "due", "on"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row by its number; what is not stated is missing from its maps."""

    number: int
    texts: Mapping[str, str]
    amounts: Mapping[str, Decimal]
    days: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read: its rows, and each row that could not be, with its place."""

    name: str
    rows: tuple[Row, ...]
    wrong: tuple[Reason, ...]


def read(name: str, data: bytes) -> Sheet:
    """Every row of a file.

    Refused: a name that has no layout (``house.file``), a column that is needed and missing or that nobody knows
    (``house.columns``), what is no CSV (``table.*``, ``csv.*``).
    """
    if name not in LAYOUTS:
        raise Refusal(
            "house.file", N_("{file} is none of the files of a house: {files}."), file=name, files=", ".join(LAYOUTS)
        )
    found = csv.table(data)
    heads = [head.strip().lower().replace(" ", "_") for head in found.headers]
    _check_heads(name, heads)
    columns = {head: [_at(row, place) for row in found.rows] for place, head in enumerate(heads)}
    mark = {head: decimal_mark(cells) for head, cells in columns.items() if head in AMOUNTS}
    order = {head: day_order(cells) for head, cells in columns.items() if head in DAYS}
    rows, wrong = [], []
    for number, cells in enumerate(found.rows, found.first):
        if not any(cells):
            continue
        texts: dict[str, str] = {}
        amounts: dict[str, Decimal] = {}
        days: dict[str, date] = {}
        row = Row(number, texts, amounts, days)
        try:
            for place, head in enumerate(heads):
                cell = _at(cells, place)
                if cell in (None, ""):
                    continue
                if head in AMOUNTS and (value := _number(cell, head, mark[head], number)) is not None:
                    amounts[head] = value
                elif head in DAYS and (day_ := _day(cell, head, order[head], number)) is not None:
                    days[head] = day_
                else:
                    texts[head] = str(cell).strip()
            _check_filled(name, row)
        except Refusal as no:
            wrong.append(no.reason)
        else:
            rows.append(row)
    return Sheet(name, tuple(rows), tuple(wrong))


def place_of(reason: Reason) -> tuple[int, str]:
    """Row and column of what is wrong with a row."""
    return int(str(reason.facts.get("row", 0))), str(reason.facts.get("column", ""))


def _at(cells: tuple[Cell, ...], place: int) -> Cell:
    return cells[place] if place < len(cells) else None


def _check_heads(name: str, heads: list[str]) -> None:
    missing = [head for head in NEEDED[name] if head not in heads]
    unknown = [head for head in heads if head and head not in LAYOUTS[name]]
    if missing or unknown or len(set(heads)) != len(heads):
        words = N_("{file}: missing columns: {missing}; unknown columns: {unknown}; known: {known}.")
        facts = {"missing": ", ".join(missing) or "-", "unknown": ", ".join(unknown) or "-"}
        raise Refusal("house.columns", words, file=name, known=", ".join(LAYOUTS[name]), **facts)


def _check_filled(name: str, row: Row) -> None:
    for head in NEEDED[name]:
        if head not in row.texts and head not in row.amounts and head not in row.days:
            words = N_("Row {row}, {column}: nothing is stated.")
            raise Refusal("house.empty", words, row=row.number, column=head)


def _number(cell: Cell, head: str, mark: DecimalMark | None, row: int) -> Decimal | None:
    try:
        return amount(cell, mark)
    except Unreadable as no:
        raise _refusal(no, row, head) from None


def _day(cell: Cell, head: str, order: DayOrder, row: int) -> date | None:
    try:
        return day(cell, order)
    except Unreadable as no:
        raise _refusal(no, row, head) from None


def _refusal(no: Unreadable, row: int, head: str) -> Refusal:
    reason = no.at(row, head)
    return Refusal(reason.code, reason.message, **reason.facts)
