"""Samples: the same seed draws the same, what is heavy is in, what speaks for a look is likelier."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.verification.rules.sample import Candidate, Size, Weights, digest, draw, size_of

CENTS = st.integers(1, 5_000_000)
LEDGERS = st.lists(CENTS, min_size=1, max_size=60).map(
    lambda cents: [Candidate(f"D{n % 7}", f"F{n}", each) for n, each in enumerate(cents)]
)


@given(ledger=LEDGERS, size=st.integers(1, 70), seed=st.text(max_size=5))
def test_as_many_as_wanted_none_twice_and_the_same_from_the_same_seed(
    ledger: list[Candidate], size: int, seed: str
) -> None:
    drawn = draw(ledger, size, seed, Weights())
    assert len(drawn) == len({one.of.number for one in drawn}) == min(size, len(ledger))
    assert drawn == draw(ledger[::-1], size, seed, Weights())
    assert digest(ledger) == digest(ledger[::-1])


@given(ledger=LEDGERS, size=st.integers(1, 20), seed=st.text(max_size=5))
def test_what_is_as_heavy_as_the_step_is_never_left_out(ledger: list[Candidate], size: int, seed: str) -> None:
    step = sum(of.cents for of in ledger) / size
    drawn = {one.of.number for one in draw(ledger, size, seed, Weights())}
    assert {of.number for of in ledger if of.cents >= step} <= drawn


@pytest.mark.parametrize(("why", "more"), [("new_debtor", 3), ("doubt", 3), ("finding", 4)])
def test_each_reason_makes_a_document_as_much_likelier_as_it_weighs(why: str, more: int) -> None:
    ledger = [Candidate("D", f"F{n}", 100_00, (why,) if n % 2 else ()) for n in range(40)]
    met = Counter(
        bool(one.of.why) for seed in range(200) for one in draw(ledger, 4, str(seed), Weights())
    )  # 800 draws; the plain ones are met 800 / (1 + more) times, within a fifth of it
    assert 0.8 < met[False] * (1 + more) / 800 < 1.2


def test_a_finding_or_a_young_relation_doubles_the_sample() -> None:
    usual = size_of(400, age_days=900, found=False, size=Size())
    found = size_of(400, age_days=900, found=True, size=Size())
    young = size_of(400, age_days=9, found=False, size=Size())
    assert found == young == 2 * usual
    assert size_of(0, age_days=9, found=True, size=Size()) == 0


def test_another_ledger_has_another_digest() -> None:
    one = [Candidate("D", "F1", 100)]
    assert len({digest(one), digest([Candidate("D", "F1", 101)]), digest([Candidate("D", "F1", 100, ("doubt",))])}) == 3
