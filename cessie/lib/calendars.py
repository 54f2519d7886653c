"""Working days and holidays of a country, and the ways to count to the end of a month.

Due dates are calendar days and are never moved; only periods of procedure roll to a working day, where the law says
so. Bank days (TARGET) and Brussels booking days stand in ``days``.

>>> is_working_day("BE", date(2026, 7, 21)), is_working_day("NL", date(2026, 7, 21))
(False, True)
>>> working_day_from("BE", date(2026, 2, 28))
datetime.date(2026, 3, 2)
>>> days_then_month_end(date(2026, 3, 10), 45), month_end_then_days(date(2026, 3, 10), 45)
(datetime.date(2026, 4, 30), datetime.date(2026, 5, 15))
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import holidays

#: Which table of holidays made a date: kept beside every computed deadline.
VERSION = f"holidays {holidays.__version__}"  # type: ignore[attr-defined]
#: The Dutch statute (Algemene termijnenwet art. 3) counts Good Friday and 5 May each year: not all are "public".
CATEGORIES = {"NL": ("public", "optional")}
_DAY = timedelta(days=1)


@lru_cache(maxsize=512)
def holidays_of(country: str, year: int) -> frozenset[date]:
    """The legal holidays of a country (ISO code) in a year; an unknown country is a ValueError."""
    try:
        found = holidays.country_holidays(country, years=year, categories=CATEGORIES.get(country, ("public",)))
    except NotImplementedError:  # so the library says that it does not know the country
        raise ValueError(f"no calendar of {country!r}") from None
    return frozenset(found)


def is_working_day(country: str, day: date, *, saturday: bool = False) -> bool:
    """Monday to Friday (or Saturday) outside the legal holidays."""
    return day.weekday() < (6 if saturday else 5) and day not in holidays_of(country, day.year)


def working_day_from(country: str, day: date) -> date:
    """``day`` itself if people work, else the next day on which they do."""
    while not is_working_day(country, day):
        day += _DAY
    return day


def add_working_days(country: str, day: date, count: int, *, saturday: bool = False) -> date:
    """The ``count``-th working day after ``day``."""
    while count:
        day += _DAY
        count -= is_working_day(country, day, saturday=saturday)
    return day


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def days_then_month_end(day: date, count: int) -> date:
    """First reading of "N days end of month": the days, then the end of the month that they reach."""
    return month_end(day + timedelta(days=count))


def month_end_then_days(day: date, count: int) -> date:
    """The second reading: the end of the month of ``day``, then the days."""
    return month_end(day) + timedelta(days=count)
