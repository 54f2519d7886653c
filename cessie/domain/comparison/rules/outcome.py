"""What an offer would have cost and given: by kind of cost, by month, and as one yearly rate. Cents of euro."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

#: Kinds of cost, in the order in which they are told.
KINDS = ("commission", "minimum", "interest", "surcharge", "service", "insurance")


@dataclass(frozen=True, slots=True)
class Month:
    """A month, or the part of it that was played. ``freed``: average money that the company had and would not have had
    (drawn to date less what its customers had paid to date); ``least``: on its worst day."""

    first: date
    last: date
    drawn: int
    received: int
    cost: int
    vat: int
    funds: Fraction
    freed: Fraction
    least: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One offer, or one way of taking it. ``costs`` net of VAT by kind; ``vat`` on them, which most companies get back.

    ``freed`` and ``funds``: averages over the days, in cents. ``left_out``: invoices and cents that were not sold.
    ``daily``: what was freed at the end of each day, from ``first`` on.
    """

    name: str
    first: date
    last: date
    costs: Mapping[str, int]
    vat: int
    funds: Fraction
    freed: Fraction
    months: tuple[Month, ...]
    sold: int
    sold_cents: int
    left_out: int
    left_out_cents: int
    daily: tuple[int, ...]

    @property
    def days(self) -> int:
        """How many days were played."""
        return (self.last - self.first).days + 1

    @property
    def cost(self) -> int:
        """All costs, net of VAT."""
        return sum(self.costs.values())

    @property
    def rate(self) -> Decimal | None:
        """The simple yearly rate in percent that costs the same on what was freed each day; None where nothing was."""
        if self.freed <= 0:
            return None
        exact = Fraction(self.cost * 365 * 100, self.days) / self.freed
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"))

    @property
    def worst(self) -> Month:
        """The month in which least was freed on average."""
        return min(self.months, key=lambda month: (month.freed, month.first))

    @property
    def dearest(self) -> Month:
        """The month that cost most."""
        return max(self.months, key=lambda month: (month.cost, -month.first.toordinal()))
