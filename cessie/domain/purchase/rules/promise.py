"""The promise of a payout: so many hours from complete hand-over to money (factoring-domain 11).

Two figures are told. Elapsed: every hour. Bank hours: the hours of bank days alone, and a hand-over after the bank's
cut-off begins with the next bank day; the promise is measured in these. A bank day has 24 hours: clocks change on
Sundays only.

>>> friday = datetime(2026, 11, 20, 10, tzinfo=BRUSSELS)
>>> due_at(friday, 24, cut_off=time(17)).isoformat()
'2026-11-23T10:00:00+01:00'
>>> bank_time(friday, datetime(2026, 11, 23, 12, tzinfo=BRUSSELS), cut_off=time(17)) == timedelta(hours=26)
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from cessie.domain.work.rules.clock import hours_before
from cessie.lib.days import BRUSSELS, is_bank_day, next_bank_day

Standing = Literal["in_time", "soon", "late", "kept", "broken"]

_DAY = timedelta(days=1)


def starts_at(handed_over: datetime, *, cut_off: time) -> datetime:
    """When the bank's hours begin: at the hand-over, or with the next bank day where the bank is shut by then."""
    here = handed_over.astimezone(BRUSSELS)
    if is_bank_day(here.date()) and here.time() < cut_off:
        return here
    return _midnight(next_bank_day(here.date()))


def due_at(handed_over: datetime, hours: int, *, cut_off: time) -> datetime:
    """The moment at which so many bank hours have passed since the hand-over."""
    begin, left = starts_at(handed_over, cut_off=cut_off), timedelta(hours=hours)
    while (until := _midnight(begin.date() + _DAY)) - begin < left:
        left -= until - begin
        begin = _midnight(next_bank_day(begin.date()))
    return (begin + left).astimezone(handed_over.tzinfo)


def last_call(due: datetime, *, cut_off: time) -> datetime:
    """The last moment at which a payment can go to the bank and still be executed before the promise is broken."""
    here = due.astimezone(BRUSSELS)
    day = here.date()
    if is_bank_day(day) and here > _midnight(day):
        return min(here, datetime.combine(day, cut_off, BRUSSELS)).astimezone(due.tzinfo)
    day -= _DAY
    while not is_bank_day(day):
        day -= _DAY
    return datetime.combine(day, cut_off, BRUSSELS).astimezone(due.tzinfo)


def bank_time(handed_over: datetime, until: datetime, *, cut_off: time) -> timedelta:
    """The bank hours between hand-over and a moment; none before they began."""
    here, end = starts_at(handed_over, cut_off=cut_off), until.astimezone(BRUSSELS)
    passed = timedelta(0)
    while here < end:
        passed += min(end, _midnight(here.date() + _DAY)) - here
        here = _midnight(next_bank_day(here.date()))
    return passed


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), BRUSSELS)


@dataclass(frozen=True, slots=True)
class Clock:
    """From hand-over to money: until ``paid_at``, or until now where it is None."""

    handed_over_at: datetime
    hours: int  # promised
    due_at: datetime
    last_call_at: datetime
    paid_at: datetime | None
    elapsed: timedelta
    bank: timedelta
    standing: Standing


#: Staffed hours before the last call from which the promise is pressing.
AHEAD = 4


def clock(handed_over: datetime, *, hours: int, paid: datetime | None, at: datetime, cut_off: time) -> Clock:
    """Where the promise stands at a moment; ``hours``: bank hours promised, ``paid``: None while it runs."""
    due = due_at(handed_over, hours, cut_off=cut_off)
    call = max(last_call(due, cut_off=cut_off), handed_over)
    end = at if paid is None else paid
    standing: Standing
    if paid is not None:
        standing = "kept" if paid <= due else "broken"
    elif at > due:
        standing = "late"
    else:
        standing = "soon" if at >= hours_before(call, AHEAD) else "in_time"
    elapsed = max(end - handed_over, timedelta(0))
    return Clock(handed_over, hours, due, call, paid, elapsed, bank_time(handed_over, end, cut_off=cut_off), standing)


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast some invoices became money. Shares are percent of all, rounded down; None of none."""

    count: int
    median: timedelta | None
    p90: timedelta | None
    within_24: int | None
    within_48: int | None


def speed(spans: Sequence[timedelta]) -> Speed:
    """The distribution of some spans; percentiles by the nearest rank, so that each is one that happened.

    >>> found = speed([timedelta(hours=h) for h in (1, 2, 30, 50)])
    >>> str(found.median), str(found.p90), found.within_24, found.within_48
    ('2:00:00', '2 days, 2:00:00', 50, 75)
    """
    if not spans:
        return Speed(0, None, None, None, None)
    ordered, count = sorted(spans), len(spans)

    def rank(percent: int) -> timedelta:
        return ordered[-(-percent * count // 100) - 1]

    def within(hours: int) -> int:
        return 100 * sum(span <= timedelta(hours=hours) for span in ordered) // count

    return Speed(count, rank(50), rank(90), within(24), within(48))


#: Upper ends in hours of the bars of the distribution; the last bar is what took longer.
BINS = (4, 8, 24, 48)


def histogram(spans: Sequence[timedelta]) -> tuple[int, ...]:
    """How many spans fall up to each end of ``BINS``, and how many beyond the last.

    >>> histogram([timedelta(hours=h) for h in (1, 4, 5, 24, 49)])
    (2, 1, 1, 0, 1)
    """
    counts = [0] * (len(BINS) + 1)
    for span in spans:
        counts[next((n for n, end in enumerate(BINS) if span <= timedelta(hours=end)), len(BINS))] += 1
    return tuple(counts)
