"""Fees: percent and flat parts, tiers, minimum and maximum, the yearly minimum, late periods (domain 4.1, 4.2).

All amounts are net of VAT; each is rounded half-up once, to the cent.

>>> commission(Money(12_100_00), Decimal("3.5"), minimum=Money(50_00))
Money(cents=42350, currency='EUR')
>>> commission(Money(1_089_00), Decimal("3"), minimum=Money(45_00))
Money(cents=4500, currency='EUR')
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from cessie.lib.money import Money, half_up

TierMode = Literal["WHOLE", "MARGINAL"]
Trigger = Literal[
    "PURCHASE", "CREDIT_NOTE", "MONTH", "YEAR", "PAYOUT", "DEBTOR_CHECK", "LIMIT_REQUEST", "INDIRECT_PAYMENT",
    "LATE_PERIOD", "RETURN", "DOCUMENT",
]  # fmt: skip
Base = Literal["FACE", "NET", "FIU", "ELIGIBLE", "COLLECTED", "COUNT", "FIXED"]


@dataclass(frozen=True, slots=True)
class Tier:
    """``percent`` for the part of the base up to and including ``up_to``; the last tier has no end (None)."""

    up_to: Money | None
    percent: Decimal


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """The arithmetic of one fee: ``percent`` of the base (or tiers) plus ``amount`` a piece, held between two bounds.

    ``WHOLE``: the tier in which the base falls applies to all of it; ``MARGINAL``: each slice at its own percent.
    """

    percent: Decimal = Decimal(0)
    amount: Money = Money(0)
    minimum: Money = Money(0)
    maximum: Money | None = None
    tiers: tuple[Tier, ...] = ()
    tier_mode: TierMode = "WHOLE"

    def of(self, base: Money, count: int = 1) -> Money:
        """The fee on ``base`` (cents) for ``count`` pieces, net of VAT."""
        fee = Money(half_up(self._exact(base)), base.currency) + Money(self.amount.cents * count, base.currency)
        fee = max(fee, self.minimum)
        return fee if self.maximum is None else min(fee, self.maximum)

    def percent_of(self, base: Money) -> Money:
        """The percentage part alone, before minimum and maximum: what a proposal shows as a step."""
        return Money(half_up(self._exact(base)), base.currency)

    def _exact(self, base: Money) -> Decimal:
        cents = Decimal(base.cents)
        if not self.tiers:
            return cents * self.percent / 100
        if self.tier_mode == "WHOLE":
            tier = next(t for t in self.tiers if t.up_to is None or base <= t.up_to)
            return cents * tier.percent / 100
        total, below = Decimal(0), 0
        for tier in self.tiers:
            top = base.cents if tier.up_to is None else min(base.cents, tier.up_to.cents)
            total += Decimal(max(0, top - below)) * tier.percent / 100
            below = max(below, top)
        return total


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One line of a contract's fee plan: what it is called, when it falls due, on what, how much, for how long.

    ``fee_type`` names the fee (``FACTORING_COMMISSION``, ``LATE_SURCHARGE``...), ``vat_type`` the row of the VAT table,
    ``account`` the income account of the ledger. In force from ``valid_from`` to ``valid_to``, both included.
    """

    fee_type: str
    trigger: Trigger
    base: Base
    terms: FeeTerms
    vat_type: str
    account: str = "4000"
    debit_to: Literal["CLIENT", "DEBTOR"] = "CLIENT"
    valid_from: date | None = None
    valid_to: date | None = None
    period_days: int = 30  # LATE_PERIOD: the length of one period
    grace_days: int = 0  # LATE_PERIOD: days overdue that cost nothing

    def in_force(self, day: date) -> bool:
        """Whether the rule holds on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def commission(base: Money, percent: Decimal, minimum: Money | None = None) -> Money:
    """``percent`` of ``base``, at least ``minimum``; net of VAT (factoring-domain 3: the fee on the face value)."""
    fee = base.percent(percent)
    return fee if minimum is None else max(fee, minimum)


def true_up(minimum: Money, charged: Money, *, days: int = 1, days_of_year: int = 1) -> Money:
    """What is missing to the yearly minimum, net of VAT; for part of a year ``days`` of ``days_of_year``.

    >>> true_up(Money(12_000_00), Money(9_876_54))
    Money(cents=212346, currency='EUR')
    """
    due = Money(half_up(Decimal(minimum.cents) * days / days_of_year), minimum.currency)
    return max(Money(0, minimum.currency), due - charged)


def days_overdue(due: date, day: date) -> int:
    """Days past the due date; on it and before: 0."""
    return max(0, (day - due).days)


def started_periods(overdue: int, *, grace_days: int, period_days: int) -> int:
    """How many periods have begun after the days of grace.

    >>> [started_periods(n, grace_days=15, period_days=30) for n in (15, 16, 41, 45, 46)]
    [0, 1, 1, 1, 2]
    """
    return max(0, -(-(overdue - grace_days) // period_days))


def late_surcharge(face: Money, percent: Decimal, periods: int) -> Money:
    """``percent`` of the face value for each started period, net of VAT (EX02)."""
    return face.percent(percent * periods)


def remittance(collected: Money, fee: Money, vat: Money) -> Money:
    """What the principal receives of the money collected for him once the agency's fee is set off (EX13)."""
    return collected - fee - vat
