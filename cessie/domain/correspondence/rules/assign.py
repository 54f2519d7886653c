"""The cheapest way to share out kinds of pieces among a few channels, each with a least and a most number of pieces.

A transport problem with few columns. Every kind begins with its own cheapest channel; then pieces are moved along
rounds of channels that make the whole cheaper, until there is no such round: then nothing is cheaper (the
optimality condition of flows of least cost: no negative cycle). Costs are whole numbers, so it ends.

>>> assign([[5, 3], [5, 4]], [2, 2], [(3, None), (0, None)])  # the first channel wants three pieces
(18, [[1, 1], [2, 0]])
>>> assign([[5, None]], [2], [(0, 1), (0, None)]) is None
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Of a kind and a channel: cost of one piece; None where it cannot go there.
Costs = Sequence[Sequence[int | None]]
#: Least and most pieces of a channel; None: as many as there are.
Bounds = Sequence[tuple[int, int | None]]
_NO_END: Final = 10**12


@dataclass(frozen=True, slots=True)
class _Step:
    """Move pieces from one channel to another (the last one is the pool: a count that changes)."""

    cost: int
    kind: int | None  # whose pieces; None for a change of a count
    most: int


def assign(costs: Costs, counts: Sequence[int], bounds: Bounds) -> tuple[int, list[list[int]]] | None:
    """The least total and how many pieces of each kind go by each channel; None where the bounds allow nothing."""
    shares = [[0] * len(bounds) for _ in counts]
    for kind, row in enumerate(costs):
        able = [(cost, channel) for channel, cost in enumerate(row) if cost is not None]
        if not able:
            return None
        shares[kind][min(able)[1]] = counts[kind]
    penalty = _penalty(costs, len(bounds))
    while _improve(costs, shares, bounds, penalty):
        pass
    totals = [sum(row[channel] for row in shares) for channel in range(len(bounds))]
    if any(n < least or (most is not None and n > most) for n, (least, most) in zip(totals, bounds, strict=True)):
        return None
    pairs = (pair for row, line in zip(shares, costs, strict=True) for pair in zip(row, line, strict=True))
    return sum(n * (cost or 0) for n, cost in pairs), shares


def _penalty(costs: Costs, channels: int) -> int:
    """More than any row of moves can save: first the bounds are kept, then it is made cheap."""
    known = [cost for row in costs for cost in row if cost is not None]
    return 2 * (channels + 1) * (max(known) - min(known) + 1)


def _improve(costs: Costs, shares: list[list[int]], bounds: Bounds, penalty: int) -> bool:
    """Carry out one round that makes it cheaper; whether there was one."""
    steps = _steps(costs, shares, bounds, penalty)
    cycle = _negative_cycle(steps, len(bounds) + 1)
    if not cycle:
        return False
    moved = min(steps[pair].most for pair in cycle)
    for a, b in cycle:
        kind = steps[a, b].kind
        if kind is not None:
            shares[kind][a] -= moved
            shares[kind][b] += moved
    return True


def _steps(costs: Costs, shares: Sequence[Sequence[int]], bounds: Bounds, penalty: int) -> dict[tuple[int, int], _Step]:
    """The cheapest single move between each two channels, and what it costs to lessen or raise a channel's count."""
    found: dict[tuple[int, int], _Step] = {}
    for kind, (row, line) in enumerate(zip(shares, costs, strict=True)):
        for a, pieces in enumerate(row):
            here = line[a]
            if not pieces or here is None:
                continue
            for b, there in enumerate(line):
                if there is None or a == b:
                    continue
                known = found.get((a, b))
                if known is None or there - here < known.cost:
                    found[a, b] = _Step(there - here, kind, pieces)
    pool = len(bounds)
    for channel, (least, most) in enumerate(bounds):
        n = sum(row[channel] for row in shares)
        found[channel, pool] = _one_more(n, least, most, penalty)
        found[pool, channel] = _one_less(n, least, most, penalty)
    return found


def _one_more(n: int, least: int, most: int | None, penalty: int) -> _Step:
    """A piece stays in the channel: nothing, relief where it has too few, a fine where it has all it may."""
    if most is not None and n >= most:
        return _Step(penalty, None, _NO_END)
    if n < least:
        return _Step(-penalty, None, least - n)
    return _Step(0, None, most - n if most is not None else _NO_END)


def _one_less(n: int, least: int, most: int | None, penalty: int) -> _Step:
    """The channel gives a piece away: a fine where it needs all it has, relief where it has too many."""
    if n <= least:
        return _Step(penalty, None, _NO_END)
    if most is not None and n > most:
        return _Step(-penalty, None, n - most)
    return _Step(0, None, n - least)


def _negative_cycle(steps: dict[tuple[int, int], _Step], nodes: int) -> list[tuple[int, int]]:
    """A round of moves that costs less than nothing (Bellman and Ford); none: an empty list."""
    distance, before = [0] * nodes, [-1] * nodes
    last = -1
    for _ in range(nodes):
        last = -1
        for (a, b), step in steps.items():
            if distance[a] + step.cost < distance[b]:
                distance[b], before[b], last = distance[a] + step.cost, a, b
        if last < 0:
            return []
    node = last
    for _ in range(nodes):
        node = before[node]
    cycle, at = [], node
    while True:
        cycle.append((before[at], at))
        at = before[at]
        if at == node:
            return cycle[::-1]
