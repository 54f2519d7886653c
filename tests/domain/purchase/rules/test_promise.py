"""The promise from hand-over to money: bank days, cut-off, last call, and the distribution."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.payments.rules.arrived import paid_at
from cessie.domain.purchase.rules.promise import bank_time, clock, due_at, last_call, speed, starts_at
from cessie.lib.days import BRUSSELS, is_bank_day

CUT_OFF = time(17)


def at(text: str) -> datetime:
    """A moment of 2026 in Brussels, as day and hour."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("handed_over", "hours", "due", "last"),
    [
        ("11-24 10:00", 24, "11-25 10:00", "11-25 10:00"),
        ("11-24 10:00", 48, "11-26 10:00", "11-26 10:00"),
        ("11-24 16:59", 24, "11-25 16:59", "11-25 16:59"),
        ("11-24 18:00", 24, "11-26 00:00", "11-25 17:00"),  # after the cut-off: the whole of the next bank day
        ("11-20 10:00", 24, "11-23 10:00", "11-23 10:00"),  # Friday to Monday
        ("11-20 18:00", 24, "11-24 00:00", "11-23 17:00"),
        ("11-21 12:00", 48, "11-25 00:00", "11-24 17:00"),  # Saturday: begins on Monday
        ("04-02 11:00", 24, "04-07 11:00", "04-07 11:00"),  # over Good Friday and Easter Monday
        ("03-27 20:00", 24, "03-31 00:00", "03-30 17:00"),  # over the change of clocks
    ],
)
def test_the_promise_ends_in_bank_hours(handed_over: str, hours: int, due: str, last: str) -> None:
    found = due_at(at(handed_over), hours, cut_off=CUT_OFF)
    assert (found, last_call(found, cut_off=CUT_OFF)) == (at(due), at(last))


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zones given beside


@given(moments, st.integers(1, 96))
def test_at_its_end_exactly_the_promised_bank_hours_have_passed(handed_over: datetime, hours: int) -> None:
    due = due_at(handed_over, hours, cut_off=CUT_OFF)
    assert bank_time(handed_over, due, cut_off=CUT_OFF) == timedelta(hours=hours)
    assert due - handed_over >= timedelta(hours=hours) - timedelta(hours=1), (
        "never sooner than by the clock on the wall"
    )
    call = last_call(due, cut_off=CUT_OFF).astimezone(BRUSSELS)
    assert is_bank_day(call.date())
    assert call.time() <= CUT_OFF
    assert call <= due
    assert is_bank_day(starts_at(handed_over, cut_off=CUT_OFF).date())


def test_a_promise_runs_presses_and_is_kept_or_broken() -> None:
    def standing(now: str, paid: str = "") -> str:
        return clock(at("11-24 10:00"), hours=24, paid=at(paid) if paid else None, at=at(now), cut_off=CUT_OFF).standing

    assert standing("11-24 14:59") == "in_time"
    assert standing("11-24 15:00") == "soon", "four staffed hours before the last call"
    assert standing("11-25 10:00") == "soon"
    assert standing("11-25 10:01") == "late"
    assert standing("11-27 09:00", paid="11-25 10:00") == "kept"
    assert standing("11-27 09:00", paid="11-25 10:01") == "broken"
    weekend = clock(at("11-20 16:00"), hours=24, paid=at("11-23 09:00"), at=at("11-27 09:00"), cut_off=CUT_OFF)
    assert (weekend.elapsed, weekend.bank) == (timedelta(hours=65), timedelta(hours=17))


def test_the_bank_names_the_day_only() -> None:
    sent, evening = at("11-24 15:00"), at("11-24 20:00")

    def paid(day: date, known: datetime) -> datetime:
        return paid_at(day, sent_at=sent, known_at=known, cut_off=CUT_OFF)

    assert paid(date(2026, 11, 24), evening) == sent
    assert paid(date(2026, 11, 25), at("11-25 20:00")) == at("11-25 17:00")
    assert paid(date(2026, 11, 25), at("11-25 09:00")) == at("11-25 09:00"), "the statement was here sooner"
    assert paid(date(2026, 11, 23), evening) == sent, "never before the file"


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_half_is_as_fast_as_the_median_and_nine_tenths_as_the_90th(hours: list[int]) -> None:
    spans = [timedelta(hours=each) for each in hours]
    found = speed(spans)
    assert found.median is not None
    assert found.p90 is not None
    assert sum(span <= found.median for span in spans) * 2 >= len(spans)
    assert sum(span < found.median for span in spans) * 2 < len(spans)
    assert sum(span <= found.p90 for span in spans) * 10 >= len(spans) * 9
    assert sum(span < found.p90 for span in spans) * 10 < len(spans) * 9
