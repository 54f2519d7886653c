"""Sharing out at the least cost: never dearer than any way that keeps the bounds."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.domain.correspondence.rules.assign import assign

COST = st.one_of(st.none(), st.integers(-5, 20))


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[list[int | None]], list[int], list[tuple[int, int | None]]]:
    channels = draw(st.integers(1, 3))
    costs = draw(st.lists(st.lists(COST, min_size=channels, max_size=channels), min_size=1, max_size=3))
    counts = draw(st.lists(st.integers(1, 3), min_size=len(costs), max_size=len(costs)))
    bound = st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 5)))
    return costs, counts, draw(st.lists(bound, min_size=channels, max_size=channels))


def by_trying(costs: list[list[int | None]], counts: list[int], bounds: list[tuple[int, int | None]]) -> int | None:
    """The least total of all ways, tried one by one."""
    pieces = [row for row, n in zip(costs, counts, strict=True) for _ in range(n)]
    best = None
    for way in product(range(len(bounds)), repeat=len(pieces)):
        prices = [row[channel] for row, channel in zip(pieces, way, strict=True)]
        kept = all(
            least <= way.count(c) and (most is None or way.count(c) <= most) for c, (least, most) in enumerate(bounds)
        )
        if kept and None not in prices:
            total = sum(price for price in prices if price is not None)
            best = total if best is None else min(best, total)
    return best


@settings(max_examples=150, deadline=None)
@given(problems())
def test_it_is_never_dearer_than_the_best_of_all_ways(
    problem: tuple[list[list[int | None]], list[int], list[tuple[int, int | None]]],
) -> None:
    costs, counts, bounds = problem
    found = assign(costs, counts, bounds)
    assert (found[0] if found else None) == by_trying(costs, counts, bounds)
    if found is not None:
        assert [sum(row) for row in found[1]] == counts
