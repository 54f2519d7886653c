"""Which orders the money on an account still covers. Pure.

An order is given when its money stands on the client's account (or to the debtor's credit); a debt that is booked
afterwards, a dispute or a credit note, may take that money before the order has left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order takes from a purse: the current account of a contract, or what stands to a debtor's credit."""

    order: UUID
    purse: UUID
    amount: Money


def left_for(wanted: Iterable[Wanted], held: Mapping[UUID, Money]) -> dict[UUID, Money]:
    """Per order that is not covered what is left for it, below its amount; those that are covered are not named.

    The first in line is served first; one that is not covered takes nothing and leaves all to those behind it.

    >>> a, b, c = UUID(int=1), UUID(int=2), UUID(int=3)
    >>> line = [Wanted(a, c, Money(70_00)), Wanted(b, c, Money(50_00)), Wanted(c, c, Money(30_00))]
    >>> left_for(line, {c: Money(100_00)}) == {b: Money(30_00)}
    True
    """
    free = dict(held)
    short: dict[UUID, Money] = {}
    for one in wanted:
        zero = Money(0, one.amount.currency)
        rest = free.get(one.purse, zero)
        if one.amount <= rest:
            free[one.purse] = rest - one.amount
        else:
            short[one.order] = max(zero, rest)
    return short
