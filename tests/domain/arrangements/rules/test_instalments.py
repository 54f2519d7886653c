"""Plans to the cent: whatever is cut sums to what it was cut from, and money pays the oldest instalment first."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.arrangements.rules.instalments import (
    FIRST,
    LEAST,
    Instalment,
    equal,
    last_day,
    left,
    why_not,
)  # fmt: skip
from cessie.domain.arrangements.rules.standing import verdict
from cessie.lib.days import is_bank_day
from cessie.lib.money import Money

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
PLANS = st.builds(equal, st.integers(240_00, 10**9).map(Money), st.integers(2, 24), DAYS)


@given(st.integers(1, 10**9).map(Money), st.integers(1, 24), DAYS)
def test_equal_parts_sum_to_the_cent_on_rising_bank_days(total: Money, count: int, first: date) -> None:
    parts = equal(total, count, first)
    assert Money.total(part.amount for part in parts) == total
    assert len({part.amount for part in parts[:-1]}) <= 1
    assert 0 <= parts[-1].amount.cents - parts[0].amount.cents < count
    assert all(is_bank_day(part.due) for part in parts)
    assert all(one.due < two.due for one, two in pairwise(parts))


@given(PLANS, st.integers(0, 10**9))
def test_what_is_paid_and_what_is_left_are_the_plan(parts: tuple[Instalment, ...], cents: int) -> None:
    total = Money.total(part.amount for part in parts)
    rest = left(parts, Money(cents))
    assert Money.total(part.amount for part in rest) == max(total - Money(cents), Money(0))
    assert [part.due for part in rest] == [part.due for part in parts][len(parts) - len(rest) :]


@given(PLANS, st.integers(0, 10**9), st.integers(0, 900), st.booleans())
def test_more_money_never_breaks_and_a_later_day_never_mends(
    parts: tuple[Instalment, ...], cents: int, after: int, acceleration: bool
) -> None:
    order = {"broken": 0, "running": 1, "kept": 2}
    day = parts[0].due + timedelta(days=after)
    said = verdict(parts, Money(cents), day, acceleration=acceleration)
    assert order[verdict(parts, Money(cents + 1), day, acceleration=acceleration)] >= order[said]
    assert order[verdict(parts, Money(cents), day + timedelta(days=1), acceleration=acceleration)] <= order[said]
    assert order[verdict(parts, Money(cents), day, acceleration=False)] >= order[said]


def test_two_bank_days_are_given() -> None:
    thursday_before_easter = date(2026, 4, 2)
    assert last_day(thursday_before_easter) == date(2026, 4, 8)


def test_what_is_no_plan_is_told_why() -> None:
    today, total = date(2026, 3, 2), Money(100_00)
    good = equal(total, 3, today)
    assert why_not(good, total, today) is None
    late = today + FIRST + timedelta(days=9)
    one = Instalment(today, Money(50_00))
    for parts, code in (
        (good[:1], "count"),
        (good[:2], "sum"),
        ((one, one), "order"),
        (equal(total, 2, late), "first"),
        (equal(total, 2, today - timedelta(days=7)), "first"),
        (equal(Money(LEAST.cents * 3 - 1), 3, today), "least"),
        ((one, Instalment(today + timedelta(days=800), Money(50_00))), "long"),
    ):
        no = why_not(parts, total, today)
        assert no is not None
        assert no.code == f"arrangements.{code}"
