"""What is kept until the debtor has paid: the holdback of an invoice, the pooled guarantee fund (factoring-domain 3).

>>> change(required_fund(Money(90_000_00), Decimal(10)), Money(15_000_00))
FundChange(top_up=Money(cents=0, currency='EUR'), release=Money(cents=600000, currency='EUR'))
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cessie.lib.money import Money

ReleaseMode = Literal["ON_CLOSE", "PRO_RATA"]


@dataclass(frozen=True, slots=True)
class FundChange:
    """What goes into the fund (P02) or comes out of it (P10); at most one of the two is not zero."""

    top_up: Money
    release: Money


def required_fund(outstanding: Money, percent: Decimal, *, floor: Money = Money(0), cap: Money | None = None) -> Money:
    """The fund that outstanding invoices ask for: ``percent`` of them, within ``floor`` and ``cap``, never below 0."""
    required = max(floor, outstanding.percent(percent), Money(0, outstanding.currency))
    return required if cap is None else min(required, cap)


def change(required: Money, held: Money, *, tolerance: Money = Money(0)) -> FundChange:
    """The posting that brings the fund from ``held`` to ``required``; a gap within ``tolerance`` is left alone."""
    nothing = Money(0, required.currency)
    gap = required - held
    if abs(gap) <= tolerance:
        return FundChange(nothing, nothing)
    return FundChange(max(nothing, gap), max(nothing, -gap))


def required_holdback(*, face: Money, approved: Money, advance_rate: Decimal) -> Money:
    """What a purchase of an invoice holds back: all that is not financed (factoring-domain 3)."""
    return face - min(face, approved).percent(advance_rate)


def release_on_credit_note(*, face: Money, approved: Money, advance_rate: Decimal, held: Money) -> Money:
    """What a credit note frees of the holdback: ``face`` is what remains invoiced after it (EX07).

    The holdback falls to what a purchase of the smaller invoice would hold; it never rises. What the credit note takes
    beyond that is the client's debt.

    >>> str(release_on_credit_note(face=Money(5_445_00), approved=Money(6_050_00), advance_rate=Decimal(85),
    ...                            held=Money(907_50)))
    '90.75 EUR'
    """
    required = required_holdback(face=face, approved=approved, advance_rate=advance_rate)
    return max(Money(0, held.currency), held - required)


def still_held(*, holdback: Money, face: Money, paid: Money) -> Money:
    """What of ``holdback`` stays held under ``PRO_RATA`` while the debtor has paid ``paid`` of ``face`` (above zero).

    Rounded up to the cent: never more is free than the share that was paid, and the last payment takes the rest.

    >>> [str(still_held(holdback=Money(100), face=Money(3_00), paid=Money(paid))) for paid in (0, 1_00, 2_00, 3_00)]
    ['1.00 EUR', '0.67 EUR', '0.34 EUR', '0.00 EUR']
    """
    share = min(max(paid.cents, 0), face.cents)
    return Money(-(-holdback.cents * (face.cents - share) // face.cents), holdback.currency)
