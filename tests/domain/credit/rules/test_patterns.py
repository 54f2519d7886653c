"""What is unusual about one invoice: each check has a case that fires and one that stays silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.credit.rules.patterns import Earlier, Overdue, Pattern, outlier, unusual
from cessie.lib.money import Money

DAY = date(2026, 3, 2)
PLAIN = Pattern(
    number="2026-101", issue_date=DAY, gross=Money(1_000_00), debtor_country="BE", links=(), overdue=None, contra="",
    earlier=tuple(
        Earlier(f"2026-{n}", DAY - timedelta(days=101 - n), Money(900_00 + n * 100), same_debtor=n % 2 == 0)
        for n in range(81, 101)
    ),
)  # fmt: skip
ELSEWHERE = tuple(replace(e, same_debtor=False) for e in PLAIN.earlier)


def codes(facts: Pattern) -> list[str]:
    return [found.code for found in unusual(facts)]


def test_an_ordinary_invoice_says_nothing() -> None:
    assert codes(PLAIN) == []


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("M20.first", replace(PLAIN, earlier=ELSEWHERE, gross=Money(5_000_00))),
        ("M22", replace(PLAIN, links=("BE68539007547034",))),
        ("M23", replace(PLAIN, overdue=Overdue(Money(10_00), 61, "2025-1"))),
        ("M24", replace(PLAIN, debtor_country="US")),
        ("M25", replace(PLAIN, contra="V-1")),
        ("M28", replace(PLAIN, number="2026-90")),
        ("M28", replace(PLAIN, number="2026-190")),
        ("M29", replace(PLAIN, gross=Money(50_000_00))),
    ],
)
def test_each_doubt_fires_alone(code: str, facts: Pattern) -> None:
    assert codes(facts) == [code]


@pytest.mark.parametrize(
    "facts",
    [
        replace(PLAIN, earlier=ELSEWHERE, gross=Money(950_00)),
        replace(PLAIN, earlier=PLAIN.earlier[:3], gross=Money(50_000_00)),
        replace(PLAIN, overdue=Overdue(Money(10_00), 60, "2025-1")),
        replace(PLAIN, number="B-7"),
        replace(PLAIN, number="2026-120"),
        replace(PLAIN, number="2026-90", issue_date=DAY - timedelta(days=20)),
    ],
)
def test_at_the_edge_it_stays_silent(facts: Pattern) -> None:
    assert codes(facts) == []


@given(st.lists(st.integers(1, 10**9), min_size=8, max_size=40))
def test_nothing_inside_a_series_of_equals_or_at_its_middle_is_an_outlier(values: list[int]) -> None:
    middle = sorted(values)[(len(values) - 1) // 2]
    assert outlier(values, middle) is None
    assert outlier(values, max(values) * 100) is not None or max(values) == 0
