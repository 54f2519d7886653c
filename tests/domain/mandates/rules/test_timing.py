"""The days of a collection: notice, cut-off, TARGET, the 36 months and the eight weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.mandates.rules.scheme import lapses_on, standing, unauthorised_until
from cessie.domain.mandates.rules.timing import (
    CutOff,
    collection_day,
    earliest_day,
    from_notice,
    last_moment,
    notify_by,
)
from cessie.lib.days import BRUSSELS, is_bank_day

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
CUT_OFFS = st.builds(CutOff, st.integers(1, 5), st.times(time(6), time(20)).map(lambda t: t.replace(microsecond=0)))


@pytest.mark.parametrize(
    ("day", "cut_off", "until"),
    [
        (date(2026, 11, 25), CutOff(1, time(12)), datetime(2026, 11, 24, 12)),  # noqa: DTZ001
        (date(2026, 11, 30), CutOff(1, time(12)), datetime(2026, 11, 27, 12)),  # noqa: DTZ001  # over a weekend
        (date(2026, 4, 7), CutOff(2, time(16)), datetime(2026, 4, 1, 16)),  # noqa: DTZ001  # Good Friday, Easter Monday
        (date(2026, 12, 28), CutOff(1, time(9)), datetime(2026, 12, 24, 9)),  # noqa: DTZ001
    ],
)
def test_the_bank_has_its_hours(day: date, cut_off: CutOff, until: datetime) -> None:
    assert last_moment(day, cut_off) == until.replace(tzinfo=BRUSSELS)


def test_no_bank_takes_files_on_the_day_itself() -> None:
    with pytest.raises(ValueError, match="at least one bank day"):
        CutOff(0)


@given(MOMENTS, CUT_OFFS)
def test_the_first_day_is_in_time_and_none_before_it_is(at: datetime, cut_off: CutOff) -> None:
    first = earliest_day(at, cut_off)
    assert is_bank_day(first)
    assert last_moment(first, cut_off) >= at
    day = first - timedelta(days=1)
    while day >= at.astimezone(BRUSSELS).date():
        assert not is_bank_day(day) or last_moment(day, cut_off) < at
        day -= timedelta(days=1)


@given(DAYS, MOMENTS, CUT_OFFS, DAYS, st.integers(0, 30))
def test_the_day_of_a_collection_keeps_every_promise(
    due: date, at: datetime, cut_off: CutOff, notified: date, notice: int
) -> None:
    day = collection_day(due, at=at, cut_off=cut_off, notified=notified, notice_days=notice)
    assert is_bank_day(day)
    assert day >= due
    assert day >= from_notice(notified, notice)
    assert notify_by(day, notice) >= notified
    assert last_moment(day, cut_off) >= at


@given(DAYS, st.one_of(st.none(), DAYS))
def test_a_mandate_lapses_36_months_after_its_last_use(signed: date, last: date | None) -> None:
    used = max(signed, last or signed)
    lapsed = lapses_on(signed, last)
    assert (lapsed.year * 12 + lapsed.month) - (used.year * 12 + used.month) == 36
    assert lapsed.day == used.day or (used.month, used.day) == (2, 29)


@given(DAYS)
def test_core_money_is_provisional_for_eight_weeks(settled: date) -> None:
    last = settled + timedelta(weeks=8)
    assert standing("CORE", settled, last).provisional
    assert not standing("CORE", settled, last + timedelta(days=1)).provisional
    assert standing("B2B", settled, settled).refundable_until < standing("CORE", settled, settled).refundable_until
    assert unauthorised_until(settled) > last
