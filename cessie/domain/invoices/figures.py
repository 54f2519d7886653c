"""What is open and what is held by due date: the figures behind an overview, however many invoices there are.

The books answer by due date (``ledger.receivables.standing``): they are told it of each invoice by the triggers of this
room (0002), for a hundred thousand keys would not fit between two questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cessie.ledger.chart import BOUGHT, HOLDBACK
from cessie.ledger.receivables import Standing
from cessie.lib.money import EUR, Money


@dataclass(frozen=True, slots=True)
class Due:
    """Bought invoices of one due date: what debtors owe, what is held back, of how many that are open."""

    due_date: date
    open: Money
    held: Money
    invoices: int


def due(books: Iterable[Standing]) -> tuple[Due, ...]:
    """What the books say of contracts, by due date, earliest first; what belongs to no invoice is left out.

    One currency at a time (ValueError), as the books are asked.
    """
    days: dict[date, tuple[int, int, int]] = {}
    currencies = set()
    for line in books:
        if line.due_date is None:
            continue
        currencies.add(line.amount.currency)
        owed, held, count = days.get(line.due_date, (0, 0, 0))
        if line.account in BOUGHT:
            days[line.due_date] = (owed + line.amount.cents, held, count + line.count)
        elif line.account == HOLDBACK:
            days[line.due_date] = (owed, held - line.amount.cents, count)
    if len(currencies) > 1:
        raise ValueError(f"one currency at a time, not {sorted(currencies)}")
    currency = next(iter(currencies), EUR)
    return tuple(
        Due(day, Money(owed, currency), Money(held, currency), count)
        for day, (owed, held, count) in sorted(days.items())
    )
