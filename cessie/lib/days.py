"""Days: the booking day in Brussels and the bank days of TARGET.

>>> booking_day(datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
datetime.date(2026, 4, 1)
>>> next_bank_day(date(2026, 4, 3))
datetime.date(2026, 4, 7)
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

BRUSSELS = ZoneInfo("Europe/Brussels")


def booking_day(at: datetime) -> date:
    """The day in Europe/Brussels at a moment; a moment without zone is refused (ValueError)."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(BRUSSELS).date()


def day_begins(day: date) -> datetime:
    """The moment at which a booking day begins.

    >>> day_begins(date(2026, 7, 1))
    datetime.datetime(2026, 6, 30, 22, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime(day.year, day.month, day.day, tzinfo=BRUSSELS).astimezone(UTC)


@lru_cache(maxsize=256)
def _target_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.financial_holidays("ECB", years=year))


def is_bank_day(day: date) -> bool:
    """Whether TARGET is open: Monday to Friday outside its closing days (ECB long-term calendar)."""
    return day.weekday() < 5 and day not in _target_holidays(day.year)


def next_bank_day(day: date) -> date:
    """The first bank day after ``day``."""
    day += timedelta(days=1)
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day


def bank_day_from(day: date) -> date:
    """``day`` itself if it is a bank day, else the next one."""
    return day if is_bank_day(day) else next_bank_day(day)


def bank_day_until(day: date) -> date:
    """``day`` itself if it is a bank day, else the one before it."""
    while not is_bank_day(day):
        day -= timedelta(days=1)
    return day


def add_bank_days(day: date, count: int) -> date:
    """``count`` bank days later."""
    for _ in range(count):
        day = next_bank_day(day)
    return day


__all__ = [
    "BRUSSELS",
    "UTC",
    "add_bank_days",
    "bank_day_from",
    "bank_day_until",
    "booking_day",
    "day_begins",
    "is_bank_day",
    "next_bank_day",
]


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later; the last of the month where it is too short.

    >>> add_months(date(2026, 3, 10), 6), add_months(date(2026, 8, 31), 6)
    (datetime.date(2026, 9, 10), datetime.date(2027, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
