"""A debtor is told by the first letter that left in time and did not come back, and by nothing else."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.mandates.rules.notice import Letter, heard, in_time

DAY = date(2026, 6, 30)
days = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))
letters = st.lists(st.builds(Letter, st.none() | days, st.booleans()), max_size=5)


@given(letters, st.integers(0, 30))
def test_nobody_is_debited_sooner_after_the_letter_than_the_notice_says(known: list[Letter], notice: int) -> None:
    found = heard(known, day=DAY, notice_days=notice)
    left = [each.told for each in known if each.told is not None]
    if found.outcome == "told":
        assert found.on == min(left)
        assert found.on + timedelta(days=notice) <= DAY
    else:
        assert found.on is None
        assert (found.outcome == "late") == bool(left)
        assert not left or min(left) + timedelta(days=notice) > DAY


@given(letters)
def test_a_letter_that_can_still_leave_is_waited_for(known: list[Letter]) -> None:
    found = heard(known, day=DAY, notice_days=14)
    if not any(each.told for each in known):
        assert found.outcome == ("waits" if any(each.on_its_way for each in known) else "lost")


def test_the_last_day_of_the_notice_counts() -> None:
    assert in_time(DAY - timedelta(days=14), DAY, 14)
    assert not in_time(DAY - timedelta(days=13), DAY, 14)
