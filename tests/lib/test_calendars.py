"""Working days of the countries, as the statutes list them."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.lib.calendars import add_working_days, holidays_of, is_working_day, working_day_from
from cessie.lib.days import is_bank_day

#: Weekdays of 2026 on which a country rests and TARGET settles.
CLOSED_AT_HOME = {
    "BE": ("2026-05-14", "2026-05-25", "2026-07-21", "2026-11-11"),
    "NL": ("2026-04-27", "2026-05-14", "2026-05-25"),
    "FR": ("2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-11-11"),
}


@pytest.mark.parametrize(("country", "days"), CLOSED_AT_HOME.items())
def test_days_on_which_only_the_banks_work(country: str, days: tuple[str, ...]) -> None:
    found = [date.fromisoformat(day) for day in days]
    assert all(is_bank_day(day) and not is_working_day(country, day) for day in found)


def test_the_dutch_statute_counts_good_friday_and_the_fifth_of_may_each_year() -> None:
    assert {date(2026, 4, 3), date(2026, 5, 5), date(2027, 5, 5)} <= holidays_of("NL", 2026) | holidays_of("NL", 2027)


def test_the_numbers_of_legal_holidays() -> None:
    assert (len(holidays_of("FR", 2026)), len(holidays_of("LU", 2026)), len(holidays_of("DE", 2026))) == (11, 11, 9)


def test_an_unknown_country_has_no_calendar() -> None:
    with pytest.raises(ValueError, match="XX"):
        holidays_of("XX", 2026)


def test_rolling_and_counting() -> None:
    assert working_day_from("BE", date(2026, 5, 1)) == date(2026, 5, 4)
    assert working_day_from("BE", date(2026, 5, 4)) == date(2026, 5, 4)
    assert add_working_days("BE", date(2026, 4, 30), 3) == date(2026, 5, 6)
    assert add_working_days("BE", date(2026, 4, 30), 3, saturday=True) == date(2026, 5, 5)
