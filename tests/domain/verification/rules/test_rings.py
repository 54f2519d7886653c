"""Circles between companies: found whoever is first, through sisters too, and not where sums are uneven."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.verification.rules.rings import Sold, as_one, rings, within

PAIR = [Sold("A", "B", 100_00), Sold("B", "A", 91_00)]
THREE = [Sold("A", "B", 100_00), Sold("B", "C", 95_00), Sold("C", "A", 92_00)]


def test_pairs_and_rings_of_three_are_found_once() -> None:
    assert [(ring.way, ring.sums) for ring in rings(PAIR, {})] == [(("A", "B"), (100_00, 91_00))]
    for order in permutations(THREE):
        assert [ring.way for ring in rings(order, {})] == [("A", "B", "C")]
    assert rings([*PAIR, *THREE], {}) == ()  # what one sells another counts together: 200.00 fit nothing here
    assert rings([Sold("A", "B", 100_00), Sold("B", "A", 89_00)], {}) == ()
    assert rings([*THREE[:2]], {}) == ()
    long = [Sold("A", "B", 1), Sold("B", "C", 1), Sold("C", "D", 1), Sold("D", "E", 1), Sold("E", "A", 1)]
    assert rings(long, {}) == ()


def test_a_sister_closes_the_ring_and_who_sells_to_his_own_is_named() -> None:
    same = as_one({"A": ["iban"], "S": ["iban"], "B": []})
    sold = [Sold("A", "B", 100_00), Sold("B", "S", 99_00), Sold("A", "S", 5_00)]
    assert [ring.way for ring in rings(sold, same)] == [("A", "B")]
    assert within(sold, same) == (Sold("A", "S", 5_00),)


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), st.integers(1, 30)), max_size=12))
def test_every_ring_is_walked_in_steps_that_were_sold(rows: list[tuple[str, str, int]]) -> None:
    sold = [Sold(*row) for row in rows]
    for ring in rings(sold, {}):
        for n, one in enumerate(ring.way):
            other = ring.way[(n + 1) % len(ring.way)]
            assert ring.sums[n] == sum(each.cents for each in sold if (each.seller, each.buyer) == (one, other))
        assert min(ring.sums) * 10 >= max(ring.sums) * 9
        assert ring.way[0] == min(ring.way)
