"""How the bank came to an amount: the communications 105, 106, 108 and 121 to 123 of CODA 2 (annex III), as figures.

>>> told = breakdown("108", "000000000012340" "000000100000000" "000112500000" "011026311026")
>>> told.amount, told.basis, told.percent, told.last_date
(Decimal('12.340'), Decimal('100000.000'), Decimal('1.12500000'), datetime.date(2026, 10, 31))
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from cessie.formats.values import Breakdown

#: Twelve digits and three decimals; four digits and eight decimals; DDMMYY; 1 yes, 2 or 0 no; what lies between.
_WIDTHS: Final = {"amount": 15, "rate": 12, "day": 6, "flag": 1, "days": 4, "blank": 3}

#: Field and what it is (a number: text so wide), in the order of the standard.
_LAYOUTS: Final[Mapping[str, tuple[tuple[str, str | int], ...]]] = {
    "105": (
        ("amount", "amount"), ("original", "amount"), ("exchange_rate", "rate"), ("currency", 3), ("", 12),
        ("country", 2), ("euros", "amount"),
    ),
    "106": (("amount", "amount"), ("basis", "amount"), ("percent", "rate"), ("minimum", "flag"), ("euros", "amount")),
    "108": (
        ("amount", "amount"), ("basis", "amount"), ("percent", "rate"), ("first_date", "day"), ("last_date", "day"),
    ),
    "121": (
        ("amount", "amount"), ("due_date", "day"), ("bank_due_date", "day"), ("issue_date", "day"), ("company", 11),
        ("currency", 3), ("", "blank"), ("number", 13), ("exchange_rate", "rate"),
    ),
    "122": (
        ("days", "days"), ("percent", "rate"), ("basis", "amount"), ("minimum", "flag"), ("number", 13),
        ("due_date", "day"),
    ),
    "123": (
        ("first_date", "day"), ("last_date", "day"), ("basis", "amount"), ("percent", "rate"), ("days", "days"),
        ("minimum", "flag"), ("number", 13),
    ),
}  # fmt: skip


def breakdown(kind: str, data: str) -> Breakdown | None:
    """The figures of a communication without its kind; None of another kind, or where a figure is none."""
    place, found = 0, dict[str, Any]()
    for name, what in _LAYOUTS.get(kind, ()):
        width = what if isinstance(what, int) else _WIDTHS[what]
        raw = data[place : place + width].strip()
        place += width
        if not name or not raw:
            continue
        try:
            found[name] = _value(what, raw)
        except ValueError:
            return None
    return Breakdown(kind=kind, **found) if found else None


def _value(what: str | int, raw: str) -> Decimal | date | bool | int | str | None:
    if isinstance(what, int):
        return raw
    if not (raw.isascii() and raw.isdigit()):
        raise ValueError(raw)
    match what:
        case "amount":
            return Decimal(raw).scaleb(-3)
        case "rate":
            return Decimal(raw).scaleb(-8)
        case "flag":
            return raw == "1"
        case "day":
            # 999999: a guarantee without an end.
            return None if raw in {"000000", "999999"} else date(2000 + int(raw[4:]), int(raw[2:4]), int(raw[:2]))
    return int(raw)
