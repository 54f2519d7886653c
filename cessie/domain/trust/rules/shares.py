"""How an amount is taken from several claims, and what a commission comes to. Pure.

>>> a, b = UUID(int=1), UUID(int=2)
>>> take_from({a: Money(30), b: Money(50)}, Money(60), first=b) == {b: Money(50), a: Money(10)}
True
>>> take_from({a: Money(30)}, Money(60)) == {a: Money(30)}
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from cessie.lib.money import Money
from cessie.terms.fees import FeeRule


def take_from(held: Mapping[UUID, Money], amount: Money, *, first: UUID | None = None) -> dict[UUID, Money]:
    """``amount``, or as much as is there, from the claims in the order of their keys, from ``first`` before all."""
    zero = Money(0, amount.currency)
    parts, rest = {}, amount
    for key in sorted(held, key=lambda key: (key != first, key)):
        part = min(rest, held[key])
        if part > zero:
            parts[key] = part
            rest -= part
    return parts


@dataclass(frozen=True, slots=True)
class Commission:
    """What the house takes of a period, net of VAT: on ``base``; ``carried`` (zero or below) is what went back beyond
    what came in in the month, and lowers the base of the next remittance."""

    base: Money
    net: Money
    carried: Money


def commission(
    rules: Iterable[FeeRule], *, collected: Money, carried: Money, base_so_far: Money, net_so_far: Money, whole: bool
) -> Commission:
    """The commission on ``collected`` (less what went back) by the rules of the contract that are on COLLECTED.

    ``carried``: what the last remittance left to be made good, zero or below. Tiers and bounds are of the month:
    ``base_so_far`` and ``net_so_far`` are what earlier remittances of the same month reckoned with. A minimum is asked
    for once, when the month is ``whole``. Never below zero: what was taken too much is made good by the next commission
    of the month.

    >>> from decimal import Decimal
    >>> from cessie.terms.fees import FeeTerms
    >>> rule = FeeRule("COLLECTION_COMMISSION", "MONTH", "COLLECTED", FeeTerms(percent=Decimal(12)), "COLLECTION")
    >>> zero = Money(0)
    >>> commission([rule], collected=Money(1_452_00), carried=zero, base_so_far=zero, net_so_far=zero, whole=True).net
    Money(cents=17424, currency='EUR')
    """
    zero = Money(0, collected.currency)
    base = collected + carried
    if base_so_far + base < zero:
        return Commission(zero, zero, base)
    due = Money.total((_of_month(rule, base_so_far + base, whole) for rule in rules), collected.currency)
    return Commission(base, max(zero, due - net_so_far), zero)


def _of_month(rule: FeeRule, base: Money, whole: bool) -> Money:
    terms = rule.terms if whole else replace(rule.terms, minimum=Money(0, base.currency))
    return terms.of(base)


def due_on(period: str, since: date, today: date) -> date | None:
    """The last day of the newest period that is over, if it ends after ``since``: weeks end on Sunday, months on their
    last day. None on demand, or when none is over.

    >>> due_on("MONTHLY", date(2026, 4, 30), date(2026, 6, 1))
    datetime.date(2026, 5, 31)
    >>> due_on("WEEKLY", date(2026, 5, 31), date(2026, 6, 7)) is None
    True
    """
    if period == "WEEKLY":
        last = today - timedelta(days=today.isoweekday())
    elif period == "MONTHLY":
        last = today.replace(day=1) - timedelta(days=1)
    else:
        return None
    return last if last > since else None


def is_month_end(day: date) -> bool:
    """Whether the day is the last of its month."""
    return (day + timedelta(days=1)).day == 1


def apportion(total: Money, weights: Sequence[Money]) -> list[Money]:
    """``total`` over the weights, to the cent, the largest remainders first: what each dossier bears of a cost.

    >>> [part.cents for part in apportion(Money(100), [Money(1), Money(1), Money(1)])]
    [34, 33, 33]
    """
    whole = sum(weight.cents for weight in weights)
    if not whole:
        return [Money(0, total.currency) for _ in weights]
    exact = [divmod(total.cents * weight.cents, whole) for weight in weights]
    left = total.cents - sum(quotient for quotient, _ in exact)
    places = sorted(range(len(exact)), key=lambda place: (-exact[place][1], place))
    more = set(places[:left])
    return [Money(quotient + (place in more), total.currency) for place, (quotient, _) in enumerate(exact)]
