"""Interest and costs of very many open claims on one day: what a whole book would cost its debtors today.

A claim without payments bears its principal times a factor that depends on its due date alone. The factors come from
sums of rate by day, exact, so each claim costs one multiplication; ``interest`` gives the same to the cent, with steps.

>>> from cessie.law.rates import project_rates
>>> book = Book("NL", "b2b", date(2025, 8, 31), project_rates())
>>> book.interest(10_000_00, date(2024, 2, 29)), book.costs(10_000_00)
(182693, 87500)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from cessie.law.countries import country
from cessie.law.countries.nl import HIGHEST, SCALE
from cessie.law.facts import Claim, Segment
from cessie.law.fixed import Scale
from cessie.law.interest import anniversaries
from cessie.law.rates import Rates
from cessie.law.regime import FORTY
from cessie.lib.money import Money

_DAY = timedelta(days=1)
#: Rates have at most four decimals of a percent: a year of one percent is this many units.
UNITS = 10_000 * 100 * 365


class Book:
    """The factors of one country and segment at the end of the day ``until`` (act/365, rounded once per claim).

    A claim due on that day or later bears nothing; a day whose rate is not known is refused (LAW-GEN-02).
    """

    def __init__(self, code: str, segment: Segment, until: date, rates: Rates) -> None:
        probe = Claim(code, segment, Money(1), until, until)
        self.regime, self.until, self.rates = country(code).regime(probe, rates), until, rates
        self.fixed = self.regime.fixed.cents
        self._scale = _Ladder(SCALE, FORTY.cents, HIGHEST.cents) if code == "NL" else None
        self._sums: list[int] = [0]  # of the days back from ``until``
        self._factors: dict[date, tuple[int, int]] = {}

    def interest(self, cents: int, due: date) -> int:
        """Cents of interest on so many cents."""
        factor = self._factors.get(due)
        if factor is None:
            factor = self._factors[due] = self._factor(due)
        times, over = factor
        return (cents * times + over // 2) // over

    def costs(self, cents: int) -> int:
        """Cents of collection costs: the Dutch scale, elsewhere the fixed sum."""
        return self._scale(cents) if self._scale and cents else self.fixed

    def both(self, claims: Iterable[tuple[int, date]]) -> tuple[list[int], list[int]]:
        """Interest and costs of each claim (cents, due date) in their order."""
        factors, until, scale, fixed = self._factors, self.until, self._scale, self.fixed
        interest: list[int] = []
        costs: list[int] = []
        for cents, due in claims:
            if due not in factors:
                factors[due] = self._factor(due)
            times, over = factors[due]
            interest.append((cents * times + over // 2) // over)
            costs.append(0 if due >= until else scale(cents) if scale else fixed)
        return interest, costs

    def _factor(self, due: date) -> tuple[int, int]:
        """Numerator and an even denominator, so that halves are exact."""
        if due >= self.until or self.regime.rates_of is None:
            return 0, 2
        first = due + _DAY
        if not self.regime.yearly:
            return 2 * self._units(first, self.until), 2 * UNITS
        grown, start = Fraction(1), first
        for turn in anniversaries(first, self.until):
            grown *= 1 + Fraction(self._units(start, turn - _DAY), UNITS)
            start = turn
        grown = grown * (1 + Fraction(self._units(start, self.until), UNITS)) - 1
        return 2 * grown.numerator, 2 * grown.denominator

    def _units(self, first: date, last: date) -> int:
        """The rates of the days from ``first`` to ``last``, in units."""
        self._reach((self.until - first).days + 1)
        return self._sums[(self.until - first).days + 1] - self._sums[(self.until - last).days]

    def _reach(self, days: int) -> None:
        while len(self._sums) <= days:
            row = self.rates.on(*(self.regime.rates_of or ("", "")), self.until - timedelta(days=len(self._sums) - 1))
            unit = int((row.percent + self.regime.margin) * 10_000)
            stop = max((self.until - row.first).days + 1, len(self._sums))
            for _ in range(len(self._sums), min(stop, days) + 1):
                self._sums.append(self._sums[-1] + unit)


class _Ladder:
    """A scale by slices, prepared: whole cents in, whole cents out, halves up."""

    def __init__(self, scale: Scale, lowest: int, highest: int) -> None:
        self.lowest, self.highest = lowest, highest
        self.tops: list[int] = []
        self.rungs: list[tuple[int, int, int]] = []  # above, tenths of a percent, thousandths of a cent below
        above = below = 0
        for top, percent in scale:
            tenths = int(percent * 10)
            self.rungs.append((above, tenths, below))
            if top is not None:
                self.tops.append(top.cents)
                below += (top.cents - above) * tenths
                above = top.cents

    def __call__(self, cents: int) -> int:
        above, tenths, below = self.rungs[bisect_left(self.tops, cents)]
        exact = (below + (cents - above) * tenths + 500) // 1000
        return self.lowest if exact < self.lowest else min(exact, self.highest)


def total(book: Book, claims: Sequence[tuple[int, date]]) -> Money:
    """The interest of all claims together."""
    return Money(sum(book.interest(cents, due) for cents, due in claims))
