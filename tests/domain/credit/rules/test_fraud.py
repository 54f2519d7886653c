"""Signals over a client's year: seen where they are, silent where they are not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.credit.rules.fraud import Paid, Sold, circles, circular, score, signals

ON = date(2026, 11, 20)


def sold(number: int, *, back: int, cents: int = 1_234_56, buyer: str = "B", seller: str = "A", **more: object) -> Sold:
    day = ON - timedelta(days=back)
    day -= timedelta(days=max(day.weekday() - 4, 0))  # never at a weekend
    facts: dict[str, Any] = {"kind": "invoice", "issue_date": day} | more
    return Sold(
        number=f"N-{number}", seller=seller, buyer=buyer, received=ON - timedelta(days=back), cents=cents, **facts
    )


#: Sixty invoices, one each six days, to two debtors, of amounts that differ.
YEAR = [sold(n, back=360 - 6 * n, cents=1_000_00 + n * 777, buyer="BC"[n % 2]) for n in range(60)]


def rules(items: list[Sold], paid: tuple[Paid, ...] = (), **links: tuple[str, ...]) -> list[str]:
    return [signal.rule for signal in signals(items, paid, links, ON)]


def test_an_ordinary_year_says_nothing() -> None:
    assert rules(YEAR) == []
    assert rules([]) == []


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ("F06", [sold(90, back=20, kind="credit_note", cents=50_00), sold(91, back=14, cents=50_20)]),
        ("F12", [sold(90, back=20, kind="credit_note", cents=9_000_00)]),
        ("F17", [sold(90, back=3, cents=90_000_00)]),
        ("F26", [sold(90 + n, back=40 - n, cents=2_000_00 + n, buyer="D") for n in range(9)]),
    ],
)
def test_what_was_added_is_seen(rule: str, more: list[Sold]) -> None:
    assert rule in rules(YEAR + more)


def test_round_sums_weekends_and_falling_numbers_need_a_share_of_all() -> None:
    whole = [sold(n, back=360 - 6 * n, cents=100_00 * (n + 1)) for n in range(60)]
    assert "F19" in rules(whole)
    assert "F19" not in rules(whole[:49])
    saturday = ON - timedelta(days=6)
    late = [sold(n, back=100 - n, cents=1_00 + n, issue_date=saturday - timedelta(days=7 * n)) for n in range(20)]
    assert "F23" in rules(late)
    falling = [sold(60 - n, back=360 - 6 * n, cents=1_01 + n) for n in range(12)]
    assert "F20" in rules(falling)


def test_a_debtor_who_was_silent_comes_back_large() -> None:
    assert "F21" in rules([*YEAR, sold(70, back=350, buyer="Z"), sold(71, back=2, buyer="Z", cents=9_999_99)])
    assert "F21" not in rules([*YEAR, sold(70, back=350, buyer="Z"), sold(71, back=2, buyer="Z", cents=9_99)])


def test_what_client_and_debtor_share_counts_only_where_they_trade() -> None:
    assert rules(YEAR, B=("BE68539007547034",)) == ["F03"]
    assert rules(YEAR, X=("BE68539007547034",)) == []


def test_a_large_payout_to_a_new_account() -> None:
    usual = tuple(Paid(ON - timedelta(days=60 + n), 1_000_00 + n, None) for n in range(9))
    fresh = Paid(ON, 5_000_00, ON - timedelta(days=3))
    assert rules(YEAR, (*usual, fresh)) == ["F28"]
    assert rules(YEAR, (*usual, Paid(ON, 500_00, ON - timedelta(days=3)))) == []
    assert rules(YEAR, (*usual, Paid(ON, 5_000_00, ON - timedelta(days=31)))) == []


def test_a_circle_is_found_and_a_line_is_none() -> None:
    ring = [sold(1, back=5, seller=a, buyer=b, cents=10_000_00 + i) for i, (a, b) in enumerate(["AB", "BC", "CA"])]
    assert circles(ring, ON) == {"A": ("A", "B", "C"), "B": ("B", "C", "A"), "C": ("C", "A", "B")}
    assert circular(("A", "B", "C")).reason.facts["way"] == "A → B → C → A"
    assert circles(ring[:2], ON) == {}
    uneven = [*ring[:2], sold(3, back=5, seller="C", buyer="A", cents=12_000_00)]
    assert circles(uneven, ON) == {}
    assert circles([*ring[:2], sold(3, back=95, seller="C", buyer="A", cents=10_000_00)], ON) == {}


@given(st.lists(st.integers(0, 100), max_size=8), st.integers(0, 100))
def test_another_sign_never_lowers_the_score(weights: list[int], more: int) -> None:
    assert 0 <= score(weights) <= score([*weights, more]) <= 100
    assert score(weights) >= max(weights, default=0)
