"""The statement of a remittance as an account: what was here from before, each movement, the commission, what is passed
on. Pure.

A balance above zero is owed to the principal, one below by him. What a debtor paid him directly is told and moves
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Moved:
    """A line: ``kind`` receipt, direct, back, refund, commission, vat or passed_on; ``told``: of a direct payment."""

    kind: str
    day: date
    reference: UUID | None
    amount: Money
    balance: Money
    told: Money | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a remittance says: the movements by kind, day, claim and amount, and its sums."""

    items: Sequence[tuple[str, date, UUID, Money]]
    until: date
    net: Money
    vat: Money
    paid: Money
    left: Money
    owing: Money


def account(told: Told) -> tuple[Money, tuple[Moved, ...], Money]:
    """The opening balance, the lines and the closing balance.

    >>> day, claim = date(2026, 5, 6), UUID(int=1)
    >>> said = Told([("receipt", day, claim, Money(1_452_00))], date(2026, 5, 31), Money(174_24), Money(36_59),
    ...             Money(1_241_17), Money(0), Money(0))
    >>> opening, lines, closing = account(said)
    >>> opening.cents, [line.balance.cents for line in lines], closing.cents
    (0, [145200, 127776, 124117, 0], 0)
    """
    zero = Money(0, told.paid.currency)
    moves = [(kind, day, claim, amount) for kind, day, claim, amount in told.items]
    ends = [("commission", -told.net), ("vat", -told.vat), ("passed_on", -told.paid)]
    closing = told.left - told.owing
    changes = [amount for kind, _day, _claim, amount in moves if kind != "direct"] + [amount for _kind, amount in ends]
    opening = balance = closing - Money.total(changes, zero.currency)
    lines = []
    for kind, day, claim, amount in moves:
        change = zero if kind == "direct" else amount
        balance += change
        lines.append(Moved(kind, day, claim, change, balance, amount if kind == "direct" else None))
    for kind, amount in ends:
        if amount:
            balance += amount
            lines.append(Moved(kind, told.until, None, amount, balance))
    return opening, tuple(lines), closing
