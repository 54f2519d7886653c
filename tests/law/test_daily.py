"""The engine and a recomputation written differently, one day at a time, agree to the cent."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from cessie.law.answering import answer
from cessie.law.rates import project_rates
from tests.law import daily

COUNTRIES = ("BE", "NL", "FR", "LU", "DE")


def test_the_recomputation_knows_the_published_example() -> None:
    """An outside figure for both: a public Dutch reference computes 2,820.43 by segments, 2,820.42 exactly."""
    asked = daily.Asked("NL", "b2b", 2000_00, daily.date(2015, 11, 10), daily.date(2026, 1, 15), (), "act/365")
    assert daily.recomputed(asked)[0] == 2820_42


@pytest.mark.parametrize("country", COUNTRIES)
def test_both_agree_on_random_claims(country: str) -> None:
    rates = project_rates()
    chance = Random(20261122)  # noqa: S311 - made-up claims, the same in every run
    for asked in islice(daily.random_claims(chance, country), 400):
        found = answer(asked.question(), rates)
        interest, owed = daily.recomputed(asked)
        assert found["interest"] == daily.euros(interest), asked
        fixed = 0 if found["fixed_sum"] == "0.00" else 40_00
        assert found["total"] == daily.euros(owed + fixed), asked
