"""The order of outcomes, and those that nothing beats: against looking at every pair."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.comparison.rules.outcome import Month, Outcome
from cessie.domain.comparison.rules.ranking import frontier, meets, ranked


def outcome(name: str, cost: int, freed: int) -> Outcome:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    month = Month(first, last, 0, 0, cost, 0, Fraction(freed), Fraction(freed), freed)
    return Outcome(
        name,
        first,
        last,
        {"commission": cost},
        0,
        Fraction(freed),
        Fraction(freed),
        (month,),
        1,
        1,
        0,
        0,
        (freed,) * 31,
    )


def test_without_a_need_the_yearly_rate_decides_and_with_one_the_cost_of_those_that_meet_it() -> None:
    dear, cheap, little = outcome("dear", 200, 20_000), outcome("cheap", 110, 10_000), outcome("little", 10, 1_000)
    nothing = outcome("nothing", 5, 0)
    assert [each.name for each in ranked([nothing, cheap, dear, little])] == ["little", "dear", "cheap", "nothing"]
    assert [each.name for each in ranked([nothing, cheap, dear, little], 10_000)] == [
        "cheap",
        "dear",
        "little",
        "nothing",
    ]
    assert meets(cheap, 10_000) and not meets(little, 10_000)  # noqa: PT018 - one thought


def test_the_rate_is_what_a_loan_of_the_same_money_would_cost() -> None:
    """31 days of 36,500.00 at ten percent cost 310.00."""
    assert str(outcome("loan", 310_00, 36_500_00).rate) == "10.00"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8))
def test_nothing_on_the_frontier_is_beaten_and_everything_else_is(pairs: list[tuple[int, int]]) -> None:
    found = [outcome(str(n), *pair) for n, pair in enumerate(pairs)]
    best = frontier(found)
    for each in found:
        beaten = any(
            other.cost <= each.cost
            and other.freed >= each.freed
            and (other.cost, other.freed) != (each.cost, each.freed)
            for other in found
        )
        same = any((other.cost, other.freed) == (each.cost, each.freed) for other in best)
        assert same == (not beaten)
