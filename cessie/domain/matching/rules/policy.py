"""What a rule may settle, what one person may, and what needs two; each house may set its own.

>>> HOUSE.tolerated(Money(50), of=Money(3_999_50)), HOUSE.tolerated(Money(50), of=Money(400_00))
(True, False)
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Policy:
    """Amounts incl. VAT; the tolerance is the smaller of an amount and a share (factoring-domain 12)."""

    tolerance: Money = Money(1_00)
    tolerance_percent: Decimal = Decimal("0.1")
    alone: Money = Money(250_00)  # what one person may settle on his word; above it a second one must agree
    discount_grace: int = 2  # days that a payment may take to arrive after the last day of a discount

    def tolerated(self, difference: Money, *, of: Money) -> bool:
        """Whether a difference is so small that nobody asks about it."""
        most = min(self.tolerance.cents, of.percent(self.tolerance_percent).cents)
        return abs(difference).cents <= most


HOUSE = Policy()
