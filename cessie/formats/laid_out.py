"""CSV whose columns are ours: a header, and rows of texts, amounts and days. Everything wrong is named by its row and
column; a person counts rows from 1, and the header is the first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cessie.formats.invoices import csv
from cessie.formats.invoices._cells import DayOrder, DecimalMark, Unreadable, amount, day, day_order, decimal_mark
from cessie.formats.values.table import Cell
from cessie.lib.reasons import N_, Reason, Refusal


@dataclass(frozen=True, slots=True)
class Columns:
    """``known``: all that a file may have; ``needed``: filled in every row; ``amounts``, ``days``: read as such."""

    known: tuple[str, ...]
    needed: tuple[str, ...]
    amounts: Collection[str] = ()
    days: Collection[str] = ()


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


def read(name: str, data: bytes, columns: Columns) -> Sheet:
    """Every row of a file.

    Refused: a column that is needed and missing or that nobody knows (``house.columns``), what is no CSV (``table.*``,
    ``csv.*``).
    """
    found = csv.table(data)
    heads = [head.strip().lower().replace(" ", "_") for head in found.headers]
    _check_heads(name, heads, columns)
    cells_of = {head: [_at(row, place) for row in found.rows] for place, head in enumerate(heads)}
    mark = {head: decimal_mark(cells) for head, cells in cells_of.items() if head in columns.amounts}
    order = {head: day_order(cells) for head, cells in cells_of.items() if head in columns.days}
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
                if head in mark and (value := _number(cell, head, mark[head], number)) is not None:
                    amounts[head] = value
                elif head in order and (day_ := _day(cell, head, order[head], number)) is not None:
                    days[head] = day_
                else:
                    texts[head] = str(cell).strip()
            _check_filled(row, columns)
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


def _check_heads(name: str, heads: list[str], columns: Columns) -> None:
    missing = [head for head in columns.needed if head not in heads]
    unknown = [head for head in heads if head and head not in columns.known]
    if missing or unknown or len(set(heads)) != len(heads):
        words = N_("{file}: missing columns: {missing}; unknown columns: {unknown}; known: {known}.")
        facts = {"missing": ", ".join(missing) or "-", "unknown": ", ".join(unknown) or "-"}
        raise Refusal("house.columns", words, file=name, known=", ".join(columns.known), **facts)


def _check_filled(row: Row, columns: Columns) -> None:
    for head in columns.needed:
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
