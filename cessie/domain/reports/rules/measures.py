"""The key figures of a factor as formulas (factoring-domain 15). Percentages and days have two decimals, half-up.

A figure that cannot be had (nothing sold, nothing in use) is None, never zero.

>>> sales = [(Money(400_000_00), 30), (Money(350_000_00), 31), (Money(300_000_00), 30)]  # the latest month first
>>> owed, current, sold, days = Money(900_000_00), Money(600_000_00), Money(1_050_000_00), 91
>>> simple, best = days_outstanding(owed, sold, days), days_outstanding(current, sold, days)
>>> str(simple), str(best), str(simple - best), str(count_back(owed, sales))
('78.00', '52.00', '26.00', '76.00')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from cessie.lib.money import Money, half_up

#: The year of a yield is counted with so many days (factoring-domain 15, as money markets do).
YEAR = 360
HUNDREDTH = Decimal("0.01")


def percent(part: Money, whole: Money) -> Decimal | None:
    """``part`` in percent of ``whole``; None where there is no whole.

    >>> percent(Money(1_00), Money(3_00)), percent(Money(5), Money(0))
    (Decimal('33.33'), None)
    """
    return _two(Decimal(part.cents) * 100 / whole.cents) if whole.cents else None


def average(sum_of_days: Money, days: int) -> Money:
    """The sum of daily balances divided by the days, half-up to the cent."""
    return Money(half_up(Decimal(sum_of_days.cents) / days), sum_of_days.currency)


def simple_yield(income: Money, in_use: Money, days: int) -> Decimal | None:
    """(commission + interest + fees) / average funds in use * 360 / days, in percent a year.

    >>> simple_yield(Money(1_000_00), Money(100_000_00), 30)
    Decimal('12.00')
    """
    if in_use.cents <= 0:
        return None
    return _two(Decimal(income.cents) * 100 * YEAR / (Decimal(in_use.cents) * days))


def effective_yield(income: Money, in_use: Money, days: int) -> Decimal | None:
    """The same compounded: (1 + income / average funds in use) ^ (365 / days) - 1, in percent a year.

    None too where more was given back than was in use, or where the figure would be beyond all sense.

    >>> effective_yield(Money(1_000_00), Money(100_000_00), 30)
    Decimal('12.87')
    """
    if in_use.cents <= 0 or income.cents <= -in_use.cents:
        return None
    with localcontext() as context:
        context.prec = 40
        grown = (1 + Decimal(income.cents) / in_use.cents) ** (Decimal(365) / days)
        return _two((grown - 1) * 100) if grown < 1_000 else None


def days_outstanding(owed: Money, sold: Money, days: int) -> Decimal | None:
    """DSO, simple: receivables at the end / sales of the period * days; with what is not overdue: the best possible."""
    return _two(Decimal(owed.cents) * days / sold.cents) if sold.cents > 0 else None


def count_back(owed: Money, sales: Sequence[tuple[Money, int]]) -> Decimal | None:
    """DSO by counting back: the latest month's sales are taken off what is owed and its days count whole, then those
    of the month before, the last one pro rata. ``sales``: (sold, days) of each month, the latest first.

    None where more is owed than was sold in all months known.
    """
    rest, days = owed.cents, 0
    for sold, length in sales:
        if rest <= 0:
            break
        if sold.cents >= rest and sold.cents > 0:
            return _two(days + Decimal(rest) * length / sold.cents)
        rest, days = rest - max(0, sold.cents), days + length
    return _two(Decimal(days)) if rest <= 0 else None


def herfindahl(parts: Iterable[Money]) -> Decimal | None:
    """HHI: the sum of the squared shares in percent, 0 (spread) to 10,000 (one debtor).

    >>> herfindahl([Money(50), Money(50)])
    Decimal('5000.00')
    """
    cents = [part.cents for part in parts if part.cents > 0]
    total = sum(cents)
    return _two(Decimal(sum(each * each for each in cents)) * 10_000 / (total * total)) if total else None


def top(parts: Iterable[Money], count: int) -> Decimal | None:
    """The share of the ``count`` largest, in percent of all.

    >>> top([Money(60), Money(30), Money(10)], 2)
    Decimal('90.00')
    """
    found = sorted((part for part in parts if part.cents > 0), reverse=True)
    return percent(Money.total(found[:count]), Money.total(found))


def _two(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
