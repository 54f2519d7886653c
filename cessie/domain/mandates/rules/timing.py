"""On which day money may be fetched: the debtor's notice, the bank's hour, the days of TARGET. Pure.

A bank takes collections until an hour of some bank day before the collection (the scheme wants the bank day before at
the latest; a bank wants more). The debtor is told 14 days before, unless another period was agreed with him.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cessie.lib.days import BRUSSELS, bank_day_from, booking_day, is_bank_day

#: Days between pre-notification and collection where nothing else was agreed.
NOTICE_DAYS = 14


@dataclass(frozen=True, slots=True)
class CutOff:
    """When an account's bank has its files: so many bank days before the collection, until an hour in Brussels."""

    bank_days: int = 1
    until: time = time(12)

    def __post_init__(self) -> None:
        if self.bank_days < 1:
            raise ValueError("a collection is presented at least one bank day before")


def last_moment(day: date, cut_off: CutOff) -> datetime:
    """Until when a file for collections on ``day`` must be with the bank.

    >>> last_moment(date(2026, 11, 30), CutOff(2, time(15, 30))).isoformat()
    '2026-11-26T15:30:00+01:00'
    """
    before = day
    for _ in range(cut_off.bank_days):
        before -= timedelta(days=1)
        while not is_bank_day(before):
            before -= timedelta(days=1)
    return datetime.combine(before, cut_off.until, BRUSSELS)


#: So long before the bank's last hour a file is prepared by itself: a working day for the two people.
BEFORE = timedelta(days=1)


def is_pressing(day: date, cut_off: CutOff, at: datetime) -> bool:
    """Whether a collection of that day should be in a file by now.

    >>> from datetime import UTC
    >>> [is_pressing(date(2026, 11, 30), CutOff(), datetime(2026, 11, 26, hour, 30, tzinfo=UTC)) for hour in (10, 11)]
    [False, True]
    """
    return last_moment(day, cut_off) - BEFORE <= at


def earliest_day(at: datetime, cut_off: CutOff) -> date:
    """The first day that a file can still reach which is handed in now.

    >>> from datetime import UTC
    >>> earliest_day(datetime(2026, 11, 24, 10, 59, tzinfo=UTC), CutOff())
    datetime.date(2026, 11, 25)
    >>> earliest_day(datetime(2026, 11, 24, 11, 1, tzinfo=UTC), CutOff())
    datetime.date(2026, 11, 26)
    """
    day = bank_day_from(booking_day(at))
    while last_moment(day, cut_off) < at:
        day = bank_day_from(day + timedelta(days=1))
    return day


def from_notice(notified: date, days: int = NOTICE_DAYS) -> date:
    """The first day on which the debtor, told on ``notified``, may be debited."""
    return notified + timedelta(days=days)


def notify_by(day: date, days: int = NOTICE_DAYS) -> date:
    """The last day on which he must be told for a collection on ``day``."""
    return day - timedelta(days=days)


def collection_day(due: date, *, at: datetime, cut_off: CutOff, notified: date, notice_days: int = NOTICE_DAYS) -> date:
    """The bank day on which the money is fetched: never before it is due, the notice is over and the bank can.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 10, 9, tzinfo=UTC)
    >>> collection_day(date(2026, 11, 28), at=now, cut_off=CutOff(), notified=date(2026, 11, 10))  # a Saturday
    datetime.date(2026, 11, 30)
    """
    first = max(due, from_notice(notified, notice_days), earliest_day(at, cut_off))
    return bank_day_from(first)
