"""Plain statistics of what worked, exact enough to be shown to people: shares with intervals, times until paid. Pure.

All in whole numbers and decimals: thousandths of a share. A share comes with its Wilson interval, a difference of two
with Newcombe's (his method 10, from the two Wilson intervals): both stay right for small numbers, where the usual ones
promise too much.

>>> share(18, 30)
Share(paid=18, of=30, low=423, high=755)
>>> median_days(((2, True), (5, True), (9, True), (14, False)))
5
>>> median_span([(day, True) for day in range(1, 41)])
Span(day=20, low=15, high=26)
>>> median_span([(3, True), (30, False), (30, False)])
Span(day=None, low=3, high=None)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import NormalDist
from typing import Final

#: The normal quantile of an interval that holds in 95 of 100 cases.
Z: Final = Decimal("1.959963984540054")
WHOLE: Final = 1000


@dataclass(frozen=True, slots=True)
class Share:
    """``paid`` ``of`` so many; between ``low`` and ``high`` thousandths, with 95 % confidence."""

    paid: int
    of: int
    low: int
    high: int

    @property
    def thousandths(self) -> int:
        """The share itself; 0 where nothing was tried."""
        return (2 * self.paid * WHOLE + self.of) // (2 * self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Difference:
    """How many thousandths more than another share: ``by``, between ``low`` and ``high`` with 95 % confidence."""

    by: int
    low: int
    high: int

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out that there is none."""
        return self.low > 0 or self.high < 0


def quantile(chance: Fraction) -> Decimal:
    """The normal quantile of a two-sided interval that misses with this chance, as for several looked at together.

    >>> round(quantile(Fraction(5, 100)), 6), round(quantile(Fraction(1, 600)), 3)
    (Decimal('1.959964'), Decimal('3.144'))
    """
    return Decimal(str(NormalDist().inv_cdf(1 - chance / 2)))  # type: ignore[arg-type]  # it takes fractions as well


def share(paid: int, of: int) -> Share:
    """A share with its Wilson interval, rounded outwards; of nothing: anything from 0 to 1,000."""
    if not 0 <= paid <= of:
        raise ValueError(f"{paid} of {of} is no share")
    low, high = _wilson(paid, of)
    return Share(paid, of, _down(low), -_down(-high))


def _wilson(paid: int, of: int, z: Decimal = Z) -> tuple[Decimal, Decimal]:
    if not of:
        return Decimal(0), Decimal(1)
    with localcontext() as exact:
        exact.prec = 28
        n, p, square = Decimal(of), Decimal(paid) / of, z * z
        middle = p + square / (2 * n)
        half = z * (p * (1 - p) / n + square / (4 * n * n)).sqrt()
        whole = 1 + square / n
        low, high = (middle - half) / whole, (middle + half) / whole
    return max(Decimal(0), low) if paid else Decimal(0), min(Decimal(1), high) if paid < of else Decimal(1)


def difference(one: Share, other: Share, z: Decimal = Z) -> Difference:
    """How much more of the one was paid than of the other; with ``z`` surer than in 95 of 100 cases (``quantile``)."""
    p, q = (Decimal(each.paid) / each.of if each.of else Decimal("0.5") for each in (one, other))
    (l1, u1), (l2, u2) = _wilson(one.paid, one.of, z), _wilson(other.paid, other.of, z)
    low = p - q - ((p - l1) ** 2 + (u2 - q) ** 2).sqrt()
    high = p - q + ((u1 - p) ** 2 + (q - l2) ** 2).sqrt()
    by = one.thousandths - other.thousandths if one.of and other.of else 0
    return Difference(by, max(-WHOLE, _down(low)), min(WHOLE, -_down(-high)))


def _down(value: Decimal) -> int:
    return int((value * WHOLE).to_integral_value(rounding="ROUND_FLOOR"))


@dataclass(frozen=True, slots=True)
class Span:
    """The ``day`` by which half had paid, between ``low`` and ``high`` with 95 % confidence; None where it is not
    known yet."""

    day: int | None
    low: int | None
    high: int | None


def median_span(lives: Iterable[tuple[int, bool]]) -> Span:
    """``median_days`` with its interval: the days on which half may have paid, by Greenwood's variance of what was
    open on each (Brookmeyer and Crowley)."""
    known = list(lives)
    still, spread = Decimal(1), Decimal(0)
    low: int | None = None
    for day, left, paid in _payments(known):
        still *= Decimal(left - paid) / left
        spread += Decimal(paid) / (left * (left - paid)) if left > paid else Decimal(0)
        half = Z * still * spread.sqrt()
        if low is None and still - half <= Decimal("0.5"):
            low = day
        if still + half <= Decimal("0.5"):
            return Span(median_days(known), low, day)
    return Span(median_days(known), low, None)


def median_days(lives: Iterable[tuple[int, bool]]) -> int | None:
    """The day by which half were paid, by Kaplan and Meier: those still open count for as long as they were watched.

    Each life is its days, and whether it was paid then (else it is open still). None where less than half were paid
    while any were watched.
    """
    still = Fraction(1)
    for day, left, paid in _payments(lives):
        still *= Fraction(left - paid, left)
        if 2 * still <= 1:
            return day
    return None


def _payments(lives: Iterable[tuple[int, bool]]) -> Iterator[tuple[int, int, int]]:
    """Each day on which anything was paid: how many were open and watched until then, how many of them paid."""
    left = 0
    by_day: dict[int, list[int]] = {}
    for days, paid in lives:
        left += 1
        by_day.setdefault(days, [0, 0])[0 if paid else 1] += 1
    for day in sorted(by_day):
        paid_then, gone = by_day[day]
        if paid_then:
            yield day, left, paid_then
        left -= paid_then + gone
