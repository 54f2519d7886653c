"""Why a charge differs from that of the month before: each part of the difference in words; the parts sum to it.

Interest is days x amount in use x rate (factoring-domain 4.3), taken apart in this order: more days at the amount and
rate of before; another average amount over the days of now at the rate of before; what is left is the rate. What lies
above the limit and what corrects earlier months stand apart. Fees are taken apart by number, then by base, then price.

>>> before = Month(Money(31_00), Money(0), Money(0), ((31, Money(10_000_00), Decimal("3.6")),))
>>> now = Month(Money(66_00), Money(0), Money(0), ((30, Money(20_000_00), Decimal("3.96")),))
>>> [(why.code, str(why.facts["amount"])) for why in of_interest(before, now)]
[('differs.days', '-1.00 EUR'), ('differs.volume', '30.00 EUR'), ('differs.rate', '6.00 EUR')]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Fact, Reason

_DAYS = N_("{now} days instead of {before}: {amount}")
_VOLUME = N_("On average {now} in use instead of {before}: {amount}")
_RATE = N_("On average {now} percent instead of {before}: {amount}")
_SURCHARGE = N_("Surcharge above the limit {now} instead of {before}: {amount}")
_CORRECTION = N_("Corrections of earlier months {now} instead of {before}: {amount}")
_COUNT = N_("{now} times instead of {before}: {amount}")
_MEAN = N_("On average {now} each instead of {before}: {amount}")
_BASE = N_("On {now} instead of {before}: {amount}")
_PRICE = N_("Another percent or amount each: {amount}")
_LACKING = N_("{now} was charged instead of {before}, which counts towards the minimum: {amount}")


@dataclass(frozen=True, slots=True)
class Month:
    """What a month charged as interest: the month's own, of it the surcharge, corrections of earlier months; and its
    stretches as days, amount in use and percent."""

    own: Money
    surcharge: Money
    corrections: Money
    stretches: tuple[tuple[int, Money, Decimal], ...]

    @property
    def interest(self) -> Money:
        """The month's own, without the surcharge."""
        return self.own - self.surcharge

    @property
    def days(self) -> int:
        """Days on which something was in use."""
        return sum(days for days, _base, _rate in self.stretches)

    @property
    def volume(self) -> Fraction:
        """Average amount in use on those days, in cents."""
        whole = sum(days * base.cents for days, base, _rate in self.stretches)
        return Fraction(whole, self.days) if self.days else Fraction(0)

    @property
    def rate(self) -> Decimal:
        """Average percent, weighed by amount and days."""
        whole = sum(days * base.cents for days, base, _rate in self.stretches)
        weighed = sum((days * base.cents * rate for days, base, rate in self.stretches), Decimal(0))
        return (weighed / whole).quantize(Decimal("0.001")) if whole else Decimal(0)


def of_interest(before: Month, now: Month) -> tuple[Reason, ...]:
    """The parts of the difference in interest; those that are nothing are left out."""
    rest = now.interest - before.interest
    days = volume = Money(0, rest.currency)
    if before.days and before.volume:
        each = Fraction(before.interest.cents, before.days)
        days = Money(half_up(each * (now.days - before.days)), rest.currency)
        more = (now.volume - before.volume) / before.volume
        volume = Money(half_up(each * now.days * more), rest.currency)
    rest -= days + volume
    if now.rate == before.rate or not before.stretches:
        volume, rest = volume + rest, Money(0, rest.currency)  # cents of rounding; or nothing was in use before
    then, today = (Money(half_up(month.volume), rest.currency) for month in (before, now))
    return (
        *_part("days", _DAYS, before.days, now.days, days),
        *_part("volume", _VOLUME, then, today, volume),
        *_part("rate", _RATE, str(before.rate), str(now.rate), rest),
        *_part("surcharge", _SURCHARGE, before.surcharge, now.surcharge, now.surcharge - before.surcharge),
        *_part("correction", _CORRECTION, before.corrections, now.corrections, now.corrections - before.corrections),
    )


def of_fee(before: Mapping[str, Any], now: Mapping[str, Any], difference: Money) -> tuple[Reason, ...]:
    """The parts of the difference of one fee by the steps that were kept with it.

    >>> steps = {"count": 2, "each": 5_00, "percent": "0", "base": 0}
    >>> [(why.code, str(why.facts["amount"])) for why in of_fee(steps, steps | {"count": 3}, Money(5_00))]
    [('differs.count', '5.00 EUR')]
    """
    if "minimum" in now and "minimum" in before:
        then, today = (Money(steps["charged"], difference.currency) for steps in (before, now))
        return _part("lacking", _LACKING, then, today, difference)
    if not {"count", "each", "percent", "base"} <= before.keys() & now.keys():
        return ()
    count = Money((now["count"] - before["count"]) * before["each"], difference.currency)
    then, today = (Money(steps["base"], difference.currency) for steps in (before, now))
    base = (today - then).percent(Decimal(before["percent"]))
    return (
        *_part("count", _COUNT, before["count"], now["count"], count),
        *_part("base", _BASE, then, today, base),
        *_part("price", _PRICE, "", "", difference - count - base),
    )


def of_events(before: tuple[int, Money], now: tuple[int, Money]) -> tuple[Reason, ...]:
    """The parts of the difference of what events charged one by one: their number, and what each came to on average.

    >>> found = of_events((2, Money(10_00)), (3, Money(18_00)))
    >>> [(why.code, str(why.facts["amount"])) for why in found]
    [('differs.count', '5.00 EUR'), ('differs.mean', '3.00 EUR')]
    """
    (count0, net0), (count1, net1) = before, now
    if not count0 or not count1:
        return ()
    count = Money(half_up(Fraction(net0.cents, count0) * (count1 - count0)), net0.currency)
    then, today = (Money(half_up(Fraction(net.cents, n)), net.currency) for n, net in (before, now))
    return (
        *_part("count", _COUNT, count0, count1, count),
        *_part("mean", _MEAN, then, today, net1 - net0 - count),
    )


def _part(code: str, said: str, before: Fact, now: Fact, amount: Money) -> tuple[Reason, ...]:
    facts: dict[str, Fact] = {"before": before, "now": now, "amount": amount}
    return (Reason(f"differs.{code}", said, facts),) if amount else ()
