"""How much of an invoice is approved when the limits leave less room (factoring-domain 5.3, EX16)."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from cessie.lib.money import Money
from cessie.terms.contract import OverLimit


def approved(face: Money, room: Money, policy: OverLimit, *, let_pass: bool = False) -> Money | None:
    """The approved part in cents; None where the contract's policy is not to buy above the limit.

    HOLD asks people; once they ``let_pass`` it, what the limit has room for is approved, never more.

    >>> approved(Money(30_250_00), Money(15_500_00), "PARTIAL")
    Money(cents=1550000, currency='EUR')
    >>> approved(Money(30_250_00), Money(15_500_00), "HOLD") is None
    True
    >>> approved(Money(30_250_00), Money(15_500_00), "HOLD", let_pass=True)
    Money(cents=1550000, currency='EUR')
    """
    if face <= room:
        return face
    if room.cents > 0 and (policy == "PARTIAL" or (policy == "HOLD" and let_pass)):
        return room
    return Money(0, face.currency) if policy == "UNAPPROVED" else None


def fits_facility(part: Money, room: Money, advance_rate: Decimal) -> Money:
    """As much of ``part`` as can be financed at this rate (percent) out of what the facility leaves.

    >>> fits_facility(Money(10_000_00), Money(4_500_00), Decimal(90))
    Money(cents=500000, currency='EUR')
    """
    if part.percent(advance_rate) <= room:
        return part
    cents = Decimal(room.cents) * 100 / advance_rate
    return Money(int(cents.to_integral_value(ROUND_FLOOR)), part.currency)
