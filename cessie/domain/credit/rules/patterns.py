"""What looks unusual about one invoice against all that went before: M20, M22 to M25, M28, M29 (factoring-domain 10).

Each is a reason for a person to look, never a verdict.

>>> outlier([100, 110, 90, 105, 95, 100, 102, 98], 103), outlier([100, 110, 90, 105, 95, 100, 102, 98], 400)
(None, 100)
>>> tail("2026-0451"), tail("INV451/B"), tail("none")
((2026, 451), (451,), ())
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from cessie.domain.invoices.rules.found import Found, hold
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: Where the law of late payment, assignment and collection is known to this house (handbook law.md).
KNOWN_COUNTRIES = frozenset({"BE", "NL", "FR", "LU", "DE"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The house's measures. Days calendar days; ``mads``: so many median absolute deviations above the median."""

    overdue_days: int = 60
    fewest: int = 8
    mads: int = 5
    fewest_for_size: int = 10
    jump: int = 20  # numbers left out at once


BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An invoice of the same client that came before."""

    number: str
    issue_date: date
    gross: Money
    same_debtor: bool


@dataclass(frozen=True, slots=True)
class Overdue:
    """What the debtor owes us and has not paid in time: the oldest such invoice and the sum of all."""

    open: Money
    oldest_days: int
    oldest: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One invoice and what surrounds it. ``links``: what client and debtor share (account, address, mail domain).

    ``contra``: an invoice that the debtor, a client too, issued to this client; empty for none.
    """

    number: str
    issue_date: date
    gross: Money
    debtor_country: str
    links: tuple[str, ...]
    overdue: Overdue | None
    contra: str
    earlier: tuple[Earlier, ...]


def unusual(facts: Pattern, bounds: Bounds = BOUNDS) -> list[Found]:
    """All that is unusual, in the order of the codes; nothing about the first invoices of a client."""
    return [*_size(facts, bounds), *_around(facts, bounds), *_number(facts, bounds), *_amount(facts, bounds)]


def _size(facts: Pattern, bounds: Bounds) -> Iterator[Found]:
    others = sorted(e.gross.cents for e in facts.earlier)
    if any(e.same_debtor for e in facts.earlier) or len(others) < bounds.fewest_for_size:
        return
    usual = Money(others[(len(others) * 9) // 10])
    if facts.gross > usual:
        yield hold("M20.first", N_("The first invoice to this debtor is larger than nine in ten of the client's "
                                   "invoices ({usual})."), usual=usual)  # fmt: skip


def _around(facts: Pattern, bounds: Bounds) -> Iterator[Found]:
    if facts.links:
        yield hold("M22", N_("Client and debtor share: {what}."), 2, what=", ".join(facts.links))
    late = facts.overdue
    if late is not None and late.oldest_days > bounds.overdue_days:
        yield hold("M23", N_("The debtor has left {open} unpaid; {oldest} is {days} days over its due date."),
                   open=late.open, oldest=late.oldest, days=late.oldest_days)  # fmt: skip
    if facts.debtor_country not in KNOWN_COUNTRIES:
        yield hold("M24", N_("The debtor is in {country}: its law is not known to this house."),
                   country=facts.debtor_country)  # fmt: skip
    if facts.contra:
        yield hold("M25", N_("The debtor sells to the client too (invoice {number}): he may set off."),
                   number=facts.contra)  # fmt: skip


def _number(facts: Pattern, bounds: Bounds) -> Iterator[Found]:
    """Numbers rise with the days within one series; a fall or a big jump is noted, and counts for the score."""
    own = tail(facts.number)
    series = [(tail(e.number), e) for e in facts.earlier]
    alike = [(t, e) for t, e in series if own and len(t) == len(own) and t[:-1] == own[:-1]]
    if not alike:
        return
    last, former = max(alike, key=lambda pair: (pair[1].issue_date, pair[0]))
    if own[-1] < last[-1] and facts.issue_date > former.issue_date:
        words = N_("Number {number} is below {former} of {date}, which is older.")
    elif own[-1] > last[-1] + bounds.jump:
        words = N_("Number {number} leaves out many since {former} of {date}.")
    else:
        return
    said: dict[str, Fact] = {"number": facts.number, "former": former.number, "date": former.issue_date}
    yield Found("M28", "note", 1, Reason("M28", words, said))


def _amount(facts: Pattern, bounds: Bounds) -> Iterator[Found]:
    same = [e.gross.cents for e in facts.earlier if e.same_debtor]
    if len(same) < bounds.fewest:
        return
    usual = outlier(same, facts.gross.cents, bounds.mads)
    if usual is not None:
        yield hold("M29", N_("{gross} is far above what this client invoices to this debtor: {usual} in the middle."),
                   gross=facts.gross, usual=Money(usual))  # fmt: skip


def outlier(values: Sequence[int], value: int, mads: int = 5) -> int | None:
    """The median where ``value`` is more than so many median absolute deviations above it, else None.

    A series of equal amounts has no deviation: then a tenth of the median stands for it.
    """
    middle = median_low(values)
    spread = median_low(abs(v - middle) for v in values) or abs(middle) // 10
    return middle if value > middle + mads * spread else None


def tail(number: str) -> tuple[int, ...]:
    """The runs of digits of a number, the last one counting up."""
    return tuple(int(run) for run in re.findall(r"\d{1,18}", number))
