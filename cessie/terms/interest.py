"""Financing interest on value-dated balances: a floored reference, a margin, a surcharge over the limit (4.3).

``rate(d) = max(reference(d), floor) + margin``; the base of a day is the balance at its end by value date, never below
0: the day of a payout counts, the day of a receipt does not. Exact over the period, rounded once.

>>> balances = [Balance(date(2026, 6, 5), Money(121_440_00)), Balance(date(2026, 6, 20), Money(61_440_00)),
...             Balance(date(2026, 6, 25), Money(71_440_00))]
>>> terms = InterestTerms(margin=Decimal("1.60"))
>>> s = segments(balances, [Fixing(date(2026, 6, 1), Decimal("2.035"))], terms, date(2026, 6, 1), date(2026, 6, 30))
>>> [(str(x.base), x.days, x.rate) for x in s if x.base] # doctest: +NORMALIZE_WHITESPACE
[('121440.00 EUR', 15, Decimal('3.635')), ('61440.00 EUR', 5, Decimal('3.635')), ('71440.00 EUR', 6, Decimal('3.635'))]
>>> interest(s)
Money(cents=25823, currency='EUR')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Refusal

DayCount = Literal["ACT/360", "ACT/365"]
Reset = Literal["DAILY", "MONTH_START", "QUARTER_START"]
VatChoice = Literal["TABLE", "TAXED", "EXEMPT"]
InterestBase = Literal["FUNDS_IN_USE", "DRAWN_ONLY"]

_YEAR = {"ACT/360": 360, "ACT/365": 365}


class NoFixing(Refusal):
    """No fixing of the reference rate is known for a day of the period."""


@dataclass(frozen=True, slots=True)
class InterestTerms:
    """What a contract says about interest; rates in percent a year, ``limit`` None = no surcharge."""

    reference: str = "EURIBOR_3M"
    floor: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    day_count: DayCount = "ACT/360"
    reset: Reset = "DAILY"
    base: InterestBase = "FUNDS_IN_USE"
    surcharge: Decimal = Decimal(0)
    float_days: int = 0
    vat: VatChoice = "TABLE"


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance (debit positive) at the end of ``since`` and of each day after it, until the next one."""

    since: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Movement:
    """A change of the funds in use: payouts and charges positive, receipts negative, on its value date."""

    value_date: date
    amount: Money
    receipt: bool = False


@dataclass(frozen=True, slots=True)
class Fixing:
    """A reference rate in percent from a day on."""

    valid_from: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Segment:
    """Days (first and last included) with one base and one rate; ``over``: the part above the limit."""

    first: date
    last: date
    base: Money
    rate: Decimal
    over: Money
    year: int

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1


def balances_of(movements: Sequence[Movement], opening: Money, *, float_days: int = 0) -> list[Balance]:
    """End-of-day balances from movements in any order: late value dates fall where they belong, receipts float."""
    by_day: dict[date, int] = {}
    for m in movements:
        day = m.value_date + timedelta(days=float_days if m.receipt else 0)
        by_day[day] = by_day.get(day, 0) + m.amount.cents
    result, running = [Balance(date.min, opening)], opening.cents
    for day in sorted(by_day):
        running += by_day[day]
        result.append(Balance(day, Money(running, opening.currency)))
    return result


def segments(
    balances: Sequence[Balance],
    fixings: Sequence[Fixing],
    terms: InterestTerms,
    first: date,
    last: date,
    *,
    limit: Money | None = None,
) -> list[Segment]:
    """The period cut wherever base or rate changes; before the first balance the base is 0.

    Refused (``NoFixing``) when a day that bears interest has no fixing.
    """
    found: list[Segment] = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        base = _base_on(balances, day)
        rate = rate_on(fixings, terms, day) if base else terms.margin
        over = max(Money(0, base.currency), base - limit) if limit is not None else Money(0, base.currency)
        if found and (found[-1].base, found[-1].rate) == (base, rate):
            found[-1] = Segment(found[-1].first, day, base, rate, over, found[-1].year)
        else:
            found.append(Segment(day, day, base, rate, over, _YEAR[terms.day_count]))
    return found


def rate_on(fixings: Sequence[Fixing], terms: InterestTerms, day: date) -> Decimal:
    """The yearly rate in percent on a day: the fixing of the last reset, floored, plus the margin."""
    looked_up = reset_day(day, terms.reset)
    known = [f for f in fixings if f.valid_from <= looked_up]
    if not known:
        raise NoFixing(
            "terms.no_fixing",
            N_("No value of {reference} is known for {day}."),
            reference=terms.reference,
            day=looked_up,
        )
    return max(max(known, key=lambda f: f.valid_from).value, terms.floor) + terms.margin


def reset_day(day: date, reset: Reset) -> date:
    """The day whose fixing counts on ``day``."""
    if reset == "DAILY":
        return day
    month = day.month if reset == "MONTH_START" else day.month - (day.month - 1) % 3
    return date(day.year, month, 1)


def interest(found: Sequence[Segment]) -> Money:
    """Interest over the segments: summed exactly, rounded once."""
    return _rounded(found, [(s.base, s.rate) for s in found])


def surcharge(found: Sequence[Segment], percent: Decimal) -> Money:
    """The surcharge over the limit at ``percent`` a year: summed exactly, rounded once."""
    return surcharge_at([(s, percent) for s in found])


def surcharge_at(parts: Sequence[tuple[Segment, Decimal]]) -> Money:
    """The surcharge where its percent a year changes between segments: summed exactly, rounded once."""
    return _rounded([s for s, _percent in parts], [(s.over, percent) for s, percent in parts])


def correction(recomputed: Money, posted: Money) -> Money:
    """What to post when value dates arrived late: the difference, never an edit (may be negative)."""
    return recomputed - posted


def _rounded(found: Sequence[Segment], parts: Sequence[tuple[Money, Decimal]]) -> Money:
    # One common denominator, one division at the end: 36000 has no finite decimal reciprocal.
    numerator = sum(
        (
            Decimal(amount.cents) * s.days * rate * (365 if s.year == 360 else 360)
            for s, (amount, rate) in zip(found, parts, strict=True)
        ),
        Decimal(0),
    )
    return Money(half_up(numerator / (100 * 360 * 365)), found[0].base.currency if found else "EUR")


def _base_on(balances: Sequence[Balance], day: date) -> Money:
    known = [b for b in balances if b.since <= day]
    if not known:
        return Money(0, balances[0].amount.currency) if balances else Money(0)
    latest = max(known, key=lambda b: b.since)
    return max(Money(0, latest.amount.currency), latest.amount)
