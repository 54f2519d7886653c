"""Numbers and days as people write them in sheets: 1.234,56 and 1,234.56, 2/11/2026 and 2026-11-02.

What a value means is decided by its whole column: where every value could be read both ways, an amount is refused
rather than guessed, and a day is read day first, as all three countries write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from cessie.formats.values.table import Cell
from cessie.lib.reasons import N_, Reason

DecimalMark = Literal[",", "."]
DayOrder = Literal["dmy", "mdy"]
_MONEY_DRESS = re.compile(r"^(?:EUR|€)|(?:EUR|€)$|[\s\u00a0\u202f'\u2019]", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:([.,])[0-9]{3}(?:\3[0-9]{3})*)|[0-9]+)(?:([.,])([0-9]+))?(-?)")
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
_PARTS = re.compile(r"([0-9]{1,2})[-/.\s]([0-9]{1,2})[-/.\s]([0-9]{4}|[0-9]{2})(?: .*)?")
CENTURY = 2000
LARGEST = Decimal(10) ** 12


class Unreadable(ValueError):
    """A cell that cannot be read; ``reason`` waits for its row and column."""

    def __init__(self, code: str, words: str, text: Cell) -> None:
        super().__init__(code)
        self.code, self.words, self.text = code, words, str(text)

    def at(self, row: int, column: str) -> Reason:
        """With the place, for a person."""
        return Reason(self.code, self.words, {"row": row, "column": column, "text": self.text[:60]})


def decimal_mark(cells: Iterable[Cell]) -> DecimalMark | None:
    """The decimal mark of a column of texts, by the values that can be read in one way only; None if none can."""
    for cell in cells:
        match = _NUMBER.fullmatch(_MONEY_DRESS.sub("", cell)) if isinstance(cell, str) else None
        if match is None:
            continue
        _, whole, group, mark, rest, _ = match.groups()
        if mark and (group != mark) and (group or len(rest) != 3):
            return "," if mark == "," else "."
        if group and not mark and whole.count(group) > 1:
            return "." if group == "," else ","
    return None


def amount(cell: Cell, mark: DecimalMark | None) -> Decimal | None:
    """An amount with at most two decimals; None where the cell is empty.

    >>> amount("€ 1.234,5", ","), amount("(12.00)", ".")
    (Decimal('1234.50'), Decimal('-12.00'))
    """
    if cell is None or cell == "":
        return None
    value = cell if isinstance(cell, Decimal) else _of_text(cell, mark)
    if not value.is_finite() or abs(value) >= LARGEST:
        raise Unreadable("table.amount", _NO_AMOUNT, cell)
    return value if value == value.to_integral_value() and value.as_tuple().exponent == 0 else _cents(value, cell)


_NO_AMOUNT = N_("Row {row}, column {column}: {text} is not an amount.")


def _of_text(cell: Cell, mark: DecimalMark | None) -> Decimal:
    if not isinstance(cell, str):
        raise Unreadable("table.amount", _NO_AMOUNT, cell)
    text = _MONEY_DRESS.sub("", cell.strip())
    if text.startswith("(") and text.endswith(")"):  # how bookkeepers write less than nothing
        text = "-" + text[1:-1]
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Unreadable("table.amount", _NO_AMOUNT, cell)
    sign, whole, group, point, rest, behind = match.groups()
    if group and not point and whole.count(group) == 1:  # 1.234: a thousand, or one and a bit?
        if mark is None:
            words = N_("Row {row}, column {column}: {text} can be read in two ways; write it with two decimals.")
            raise Unreadable("table.ambiguous", words, cell)
        if group == mark:
            (whole, _, rest), point, group = whole.partition(group), group, None
    if (point and mark and point != mark) or (group and group in (point, mark)):
        raise Unreadable("table.amount", _NO_AMOUNT, cell)
    digits = re.sub(r"[.,]", "", whole)
    value = Decimal(f"{digits}.{rest}" if point else digits)
    return -value if "-" in (sign, behind) else value


def _cents(value: Decimal, cell: Cell) -> Decimal:
    """Sheets compute in binary: 0.30000000000000004 is 0.30; a real third decimal is refused."""
    rounded = round(value, 2)
    if abs(rounded - value) >= Decimal("0.0000001"):
        words = N_("Row {row}, column {column}: {text} has more than two decimals.")
        raise Unreadable("table.decimals", words, cell)
    return rounded


def day_order(cells: Iterable[Cell]) -> DayOrder:
    """Day first, unless a value of the column can only be read month first (11/24/2026)."""
    orders: set[DayOrder] = set()
    for cell in cells:
        match = _PARTS.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if match and int(match[2]) > 12:
            orders.add("mdy")
        elif match and int(match[1]) > 12:
            orders.add("dmy")
    return "mdy" if orders == {"mdy"} else "dmy"


def day(cell: Cell, order: DayOrder) -> date | None:
    """A day; None where the cell is empty.

    >>> day("2/11/2026", "dmy"), day("20261102", "dmy")
    (datetime.date(2026, 11, 2), datetime.date(2026, 11, 2))
    """
    if isinstance(cell, date):
        return cell
    if cell is None or cell == "":
        return None
    text = str(cell).strip()
    iso, parts = _ISO.fullmatch(text) or _COMPACT.fullmatch(text), _PARTS.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if parts:
            first, second, year = int(parts[1]), int(parts[2]), int(parts[3])
            year += CENTURY if len(parts[3]) == 2 else 0
            return date(year, second, first) if order == "dmy" else date(year, first, second)
    except ValueError:
        pass
    raise Unreadable("table.day", N_("Row {row}, column {column}: {text} is not a day of the calendar."), cell)
