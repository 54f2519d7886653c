"""A plan cut into instalments: equal amounts to the cent, months apart, on bank days; or amounts of one's own.

>>> for part in equal(Money(100_00), 3, date(2026, 3, 31)):
...     print(part.due, part.amount)
2026-03-31 33.33 EUR
2026-04-30 33.33 EUR
2026-06-01 33.34 EUR
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID

from cessie.lib.days import add_bank_days, add_months, bank_day_from
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: Bank days after its day on which money that was promised still counts as come (factoring-domain 13).
GRACE: Final = 2
#: The longest a plan runs, and the most instalments it has.
LONGEST: Final = timedelta(days=731)
MOST: Final = 24
#: The first instalment falls due within so many days: who wants longer without paying anything promises a day.
FIRST: Final = timedelta(days=45)
#: Below this an instalment costs more to watch than it brings.
LEAST: Final = Money(10_00)


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is to be paid, and on which day at the latest."""

    due: date
    amount: Money


def equal(total: Money, count: int, first: date) -> tuple[Instalment, ...]:
    """``count`` amounts, each of whole cents and none above the others but the last, which takes the rest.

    Each falls due on the same day of its month, or on the next bank day.
    """
    part = Money(total.cents // count, total.currency)
    amounts = [part] * (count - 1) + [total - Money(part.cents * (count - 1), total.currency)]
    days = (bank_day_from(add_months(first, n)) for n in range(count))
    return tuple(Instalment(day, amount) for day, amount in zip(days, amounts, strict=True))


def why_not(parts: Sequence[Instalment], total: Money, today: date) -> Reason | None:
    """Why these instalments are no plan for that amount; None if they are."""
    if not 2 <= len(parts) <= MOST:
        return Reason("arrangements.count", N_("A plan has two to {most} instalments."), {"most": MOST})
    days = [part.due for part in parts]
    if any(later <= earlier for earlier, later in pairwise(days)):
        return Reason("arrangements.order", N_("Each instalment falls due after the one before it."))
    if not today <= days[0] <= today + FIRST:
        words = N_("The first instalment falls due between today and {day}.")
        return Reason("arrangements.first", words, {"day": today + FIRST})
    if days[-1] > today + LONGEST:
        return Reason("arrangements.long", N_("A plan ends within two years."))
    if any(part.amount < LEAST for part in parts):
        return Reason("arrangements.least", N_("An instalment is at least {least}."), {"least": LEAST})
    if Money.total((part.amount for part in parts), total.currency) != total:
        words = N_("The instalments together must be {total}, to the cent.")
        return Reason("arrangements.sum", words, {"total": total})
    return None


def last_day(due: date) -> date:
    """Until when money counts as come in time: two bank days after its day."""
    return add_bank_days(due, GRACE)


def left(parts: Sequence[Instalment], paid: Money) -> tuple[Instalment, ...]:
    """What is still to come of instalments, in order: what was paid pays the oldest first.

    >>> due = date(2026, 3, 2)
    >>> [part.amount.cents for part in left([Instalment(due, Money(50)), Instalment(due, Money(50))], Money(70))]
    [30]
    """
    rest, found = paid, []
    for part in parts:
        used = min(max(rest, Money(0, rest.currency)), part.amount)
        rest -= used
        if part.amount != used:
            found.append(Instalment(part.due, part.amount - used))
    return tuple(found)


def spread(to_come: Sequence[Instalment], owed: Sequence[tuple[UUID, Money]]) -> dict[UUID, tuple[Instalment, ...]]:
    """The instalments that are still to come cut among their invoices, given oldest due first with what is left of each
    under the plan: the next instalment pays the oldest invoice.

    >>> a, b, day = UUID(int=1), UUID(int=2), date(2026, 3, 2)
    >>> cut = spread([Instalment(day, Money(50)), Instalment(day, Money(50))], [(a, Money(70)), (b, Money(30))])
    >>> [part.amount.cents for part in cut[a]], [part.amount.cents for part in cut[b]]
    ([50, 20], [30])
    """
    found: dict[UUID, list[Instalment]] = {key: [] for key, _ in owed}
    rest = [(part.due, part.amount) for part in to_come]
    for key, amount in owed:
        left_of = amount
        while left_of and rest:
            day, part = rest[0]
            used = min(left_of, part)
            found[key].append(Instalment(day, used))
            left_of -= used
            rest[:1] = [(day, part - used)] if part != used else []
    return {key: tuple(parts) for key, parts in found.items()}
