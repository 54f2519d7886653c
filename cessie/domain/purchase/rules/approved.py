"""How much of an invoice is approved when the debtor's limit leaves less room (factoring-domain 5.3, EX16)."""

from __future__ import annotations

from cessie.lib.money import Money
from cessie.terms.contract import OverLimit


def approved(face: Money, room: Money, policy: OverLimit) -> Money | None:
    """The approved part in cents; None where the contract's policy is not to buy above the limit.

    >>> approved(Money(30_250_00), Money(15_500_00), "PARTIAL")
    Money(cents=1550000, currency='EUR')
    >>> approved(Money(30_250_00), Money(15_500_00), "HOLD") is None
    True
    """
    if face <= room:
        return face
    if policy == "PARTIAL" and room.cents > 0:
        return room
    return Money(0, face.currency) if policy == "UNAPPROVED" else None
