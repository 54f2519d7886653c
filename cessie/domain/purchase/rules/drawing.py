"""What a client may draw against pledged receivables (factoring-domain 8, EX17).

>>> kept = Drawing(Money(20_000_00), Money(10_000_00), Money(0), Decimal(80), Money(100_000_00))
>>> str(kept.available)
'6000.00 EUR'
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Drawing:
    """``pledged``: open on pledged invoices; ``outstanding``: advanced and not repaid; ``ordered``: advances that wait
    to be paid out; ``rate``: percent that is advanced; ``facility``: the most that may be outstanding."""

    pledged: Money
    outstanding: Money
    ordered: Money
    rate: Decimal
    facility: Money

    @property
    def bears(self) -> Money:
        """How much may be outstanding."""
        return min(self.pledged.percent(self.rate), self.facility)

    @property
    def available(self) -> Money:
        """What may be drawn now, never below 0."""
        return max(Money(0, self.pledged.currency), self.bears - self.outstanding - self.ordered)

    @property
    def over(self) -> Money:
        """What is outstanding or ordered beyond what the pledge bears."""
        return max(Money(0, self.pledged.currency), self.outstanding + self.ordered - self.bears)
