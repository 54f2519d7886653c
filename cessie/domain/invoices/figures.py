"""What is open and what is held by due date: the figures behind an overview, however many invoices there are.

The books answer by due date (``ledger.receivables.standing``): they are told it of each invoice by the triggers of this
room (0002), for a hundred thousand keys would not fit between two questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cessie.ledger.chart import BOUGHT
from cessie.ledger.receivables import Standing
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Due:
    """Bought invoices of one due date: what debtors owe, what is held back, of how many that are open."""

    due_date: date
    open: Money
    held: Money
    invoices: int


def due(books: Iterable[Standing]) -> tuple[Due, ...]:
    """What the books say of contracts, by due date, earliest first; what belongs to no invoice is left out."""
    days: dict[date, list[Standing]] = {}
    for line in books:
        if line.due_date is not None:
            days.setdefault(line.due_date, []).append(line)
    return tuple(_due(day, days[day]) for day in sorted(days))


def _due(day: date, lines: list[Standing]) -> Due:
    bought = [line for line in lines if line.account in BOUGHT]
    return Due(
        day,
        Money.total(line.amount for line in bought),
        -Money.total(line.amount for line in lines if line.account == "2110"),
        sum(line.count for line in bought),
    )
