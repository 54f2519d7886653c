"""Interest: value-dated segments, floor, reset, surcharge, late value dates."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.lib.money import Money
from cessie.terms.interest import (
    Balance,
    Fixing,
    InterestTerms,
    Movement,
    NoFixing,
    balances_of,
    correction,
    interest,
    rate_on,
    reset_day,
    segments,
    surcharge,
)

EUR = Money.parse
FIXINGS = [Fixing(date(2026, 1, 1), Decimal("-0.350")), Fixing(date(2026, 4, 1), Decimal("2.100"))]
USE = [
    Balance(date(2026, 3, 16), EUR("180000")),
    Balance(date(2026, 3, 24), EUR("230000")),
    Balance(date(2026, 4, 8), EUR("195000")),
    Balance(date(2026, 4, 20), EUR("0")),
]
TERMS = InterestTerms(margin=Decimal("1.85"), surcharge=Decimal(2))


@pytest.mark.parametrize(
    ("first", "last", "charged", "over"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), "168.56", "13.33"),
        (date(2026, 4, 1), date(2026, 4, 30), "433.40", "11.67"),
    ],
)
def test_floor_reset_and_surcharge(first: date, last: date, charged: str, over: str) -> None:
    found = segments(USE, FIXINGS, TERMS, first, last, limit=EUR("200000"))  # EX12
    assert interest(found) == EUR(charged)
    assert surcharge(found, TERMS.surcharge) == EUR(over)
    assert sum(s.days for s in found) == (last - first).days + 1


def test_the_day_of_a_payout_counts_the_day_of_a_receipt_does_not() -> None:
    moves = [  # EX03
        Movement(date(2026, 6, 25), EUR("10000")),
        Movement(date(2026, 6, 20), EUR("-60000"), receipt=True),
        Movement(date(2026, 6, 5), EUR("120000")),
        Movement(date(2026, 6, 5), EUR("1440")),
    ]
    terms = InterestTerms(margin=Decimal("1.60"))
    fixings = [Fixing(date(2026, 6, 1), Decimal("2.035"))]
    found = segments(balances_of(moves, Money(0)), fixings, terms, date(2026, 6, 1), date(2026, 6, 30))
    assert [(s.base, s.days) for s in found if s.base] == [(EUR("121440"), 15), (EUR("61440"), 5), (EUR("71440"), 6)]
    assert interest(found) == EUR("258.23")
    floated = segments(balances_of(moves, Money(0), float_days=1), fixings, terms, date(2026, 6, 1), date(2026, 6, 30))
    assert [s.days for s in floated if s.base] == [16, 4, 6]


def test_a_late_value_date_is_corrected_by_the_difference() -> None:
    posted = interest(segments(USE, FIXINGS, TERMS, date(2026, 3, 1), date(2026, 3, 31)))
    earlier = [Balance(date(2026, 3, 16), EUR("180000")), Balance(date(2026, 3, 20), EUR("0"))]
    again = interest(segments(earlier, FIXINGS, TERMS, date(2026, 3, 1), date(2026, 3, 31)))
    assert again == EUR("37.00")
    assert correction(again, posted) == EUR("37.00") - EUR("168.56")


def test_what_the_client_has_in_hand_bears_no_interest() -> None:
    credit = [Balance(date(2026, 4, 1), EUR("-5000"))]
    assert interest(segments(credit, FIXINGS, TERMS, date(2026, 4, 1), date(2026, 4, 30))) == Money(0)


def test_without_a_fixing_no_rate_is_guessed() -> None:
    with pytest.raises(NoFixing, match="EURIBOR_3M"):
        segments([Balance(date(2025, 1, 1), EUR("1"))], FIXINGS, TERMS, date(2025, 12, 30), date(2026, 1, 2))


@pytest.mark.parametrize(
    ("reset", "day"),
    [("DAILY", date(2026, 5, 20)), ("MONTH_START", date(2026, 5, 1)), ("QUARTER_START", date(2026, 4, 1))],
)
def test_the_day_whose_fixing_counts(reset: str, day: date) -> None:
    assert reset_day(date(2026, 5, 20), reset) == day  # type: ignore[arg-type]


def test_between_resets_the_old_fixing_holds() -> None:
    fixings = [Fixing(date(2026, 4, 1), Decimal(2)), Fixing(date(2026, 4, 15), Decimal(3))]
    assert rate_on(fixings, InterestTerms(reset="DAILY"), date(2026, 4, 20)) == 3
    assert rate_on(fixings, InterestTerms(reset="MONTH_START"), date(2026, 4, 20)) == 2
    assert rate_on(fixings, InterestTerms(reset="MONTH_START"), date(2026, 5, 1)) == 3


def test_act_365() -> None:
    base = [Balance(date(2026, 1, 1), EUR("36500"))]
    fixed = [Fixing(date(2026, 1, 1), Decimal(0))]
    terms = InterestTerms(margin=Decimal(1), day_count="ACT/365")
    assert interest(segments(base, fixed, terms, date(2026, 1, 1), date(2026, 1, 10))) == EUR("10.00")


days = st.integers(min_value=0, max_value=89).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
moves = st.lists(st.builds(Movement, days, st.integers(-(10**8), 10**9).map(Money)), max_size=8)


@given(moves, days)
def test_a_period_cut_in_two_differs_only_by_rounding(made: list[Movement], cut: date) -> None:
    balances, end = balances_of(made, Money(0)), date(2026, 3, 31)
    whole = segments(balances, FIXINGS, TERMS, date(2026, 1, 1), end)
    left = segments(balances, FIXINGS, TERMS, date(2026, 1, 1), cut)
    right = segments(balances, FIXINGS, TERMS, cut + timedelta(days=1), end)
    assert abs(interest(whole) - interest(left) - interest(right)) <= Money(1)
    by_day = sum((Decimal(s.base.cents) * s.rate * s.days for s in whole), Decimal(0)) / 36000
    assert abs(by_day - interest(whole).cents) <= Decimal("0.5")
