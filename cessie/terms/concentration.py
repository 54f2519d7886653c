"""How much of one debtor, or his group, a contract finances: a share of the whole (factoring-domain 5.1 step 7, 5.3).

The share is taken of the approved parts of all open invoices, the new one included, as they stand under the limits
before this step; it is not taken again of what the step leaves (the handbook's "not iterated"). So the first invoice of
a contract is financed to that share too. Rounded half-up once.

>>> seen = Concentration(percent=Decimal(25), others=Money(30_000_00), taken=Money(8_000_00), part=Money(12_000_00))
>>> str(seen.base), str(seen.cap), str(seen.room)
('50000.00 EUR', '12500.00 EUR', '4500.00 EUR')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Concentration:
    """``others``: approved and open of all other debtors; ``taken``: of this debtor or his group; ``part``: what the
    limits bear of the new invoice. All under one contract."""

    percent: Decimal
    others: Money
    taken: Money
    part: Money

    @property
    def base(self) -> Money:
        """Of what the share is taken."""
        return self.others + self.taken + self.part

    @property
    def cap(self) -> Money:
        """The most of this debtor."""
        return self.base.percent(self.percent)

    @property
    def room(self) -> Money:
        """How much of the new invoice is financed, never below 0."""
        return min(self.part, max(Money(0, self.part.currency), self.cap - self.taken))
