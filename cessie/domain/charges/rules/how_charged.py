"""How one charge came about, in words: what stands under its line on a statement of account.

>>> [why] = of_fee({"count": 3, "each": Money(5_00), "percent": "0", "base": Money(0)})
>>> why.in_words()
'3 × 5.00 EUR'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

_TIMES = N_("{count} × {each}")
_PERCENT = N_("{percent} percent of {base}")
_BOTH = N_("{count} × {each}, and {percent} percent of {base}")
_MINIMUM = N_("The minimum is {minimum}; {charged} was charged")
_OF_YEAR = N_("The minimum of {days} of the {of} days of the year is {minimum}; {charged} was charged")
_DAYS = N_("{first} to {last}, {days} days: {base} at {rate} percent a year")
_OVER = N_("{first} to {last}, {days} days: {over} above the limit at {rate} percent a year")
_ANEW = N_("{month} was seen anew and comes to {total}: the difference is {amount}")


def of_fee(facts: Mapping[str, Any]) -> tuple[Reason, ...]:
    """A fee by the facts from which it was computed."""
    if "minimum" in facts:
        return (Reason("charged.minimum", _OF_YEAR if "of" in facts else _MINIMUM, dict(facts)),)
    if not {"count", "each", "percent", "base"} <= facts.keys():
        return ()
    if not Decimal(facts["percent"]):
        return (Reason("charged.times", _TIMES, dict(facts)),)
    return (Reason("charged.percent", _BOTH if facts["each"] else _PERCENT, dict(facts)),)


def of_days(first: date, last: date, days: int, base: Money, rate: str) -> Reason:
    """Days on which the same amount bore the same interest."""
    facts: dict[str, Fact] = {"first": first, "last": last, "days": days, "base": base, "rate": _plain(rate)}
    return Reason("charged.days", _DAYS, facts)


def of_over(first: date, last: date, days: int, over: Money, rate: str) -> Reason:
    """Days on which something lay above the limit."""
    facts: dict[str, Fact] = {"first": first, "last": last, "days": days, "over": over, "rate": _plain(rate)}
    return Reason("charged.over", _OVER, facts)


def of_correction(month: date, total: Money, amount: Money) -> Reason:
    """A former month that turned out otherwise."""
    return Reason("charged.anew", _ANEW, {"month": f"{month:%Y-%m}", "total": total, "amount": amount})


def _plain(rate: str) -> str:
    """Percent without the zeros that say nothing."""
    return f"{Decimal(rate).normalize():f}"
