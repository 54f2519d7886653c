"""Which open items together make exactly one amount: a search with bounded work that says whether it was complete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb

MAX_SIZE = 12  # factoring-domain 12: at most 12 invoices
MAX_STEPS = 150_000  # a bound in steps, not in seconds: the same question always has the same answer


@dataclass(frozen=True, slots=True)
class Subsets:
    """Positions of the items of each way found; ``complete`` when there is no other."""

    found: tuple[tuple[int, ...], ...]
    complete: bool

    @property
    def unique(self) -> bool:
        """One way, and proof that there is no second."""
        return self.complete and len(self.found) == 1


def subsets(cents: Sequence[int], target: int, *, at_least: int = 2, enough: int = 2) -> Subsets:
    """Sets of ``at_least`` to ``MAX_SIZE`` amounts that sum to ``target`` cents; stops after ``enough`` of them.

    >>> subsets([6000, 3999, 2500], 9999)
    Subsets(found=((0, 1),), complete=True)
    >>> subsets([100, 200, 300, 400], 500).found
    ((0, 3), (1, 2))
    """
    found: list[tuple[int, ...]] = []
    for step, way in enumerate(_walk(cents, target, at_least)):
        if way:
            found.append(way)
        if len(found) >= enough or step >= MAX_STEPS:
            return Subsets(tuple(found), complete=False)
    return Subsets(tuple(found), complete=True)


def _walk(cents: Sequence[int], target: int, at_least: int) -> Iterator[tuple[int, ...]]:
    """Take or leave each amount, the largest first; yields every step: a set that fits, or nothing yet."""
    order = sorted(range(len(cents)), key=lambda i: (-abs(cents[i]), i))
    most, least = _reach([cents[i] for i in order])
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, target, ())]
    while stack:
        at, rest, taken = stack.pop()
        if at == len(order) or len(taken) == MAX_SIZE or not least[at] <= rest <= most[at]:
            yield ()
            continue
        chosen, left = (*taken, order[at]), rest - cents[order[at]]
        stack.append((at + 1, rest, taken))
        stack.append((at + 1, left, chosen))
        yield tuple(sorted(chosen)) if left == 0 and len(chosen) >= at_least else ()


def _reach(values: Sequence[int]) -> tuple[list[int], list[int]]:
    """The largest and the smallest sum that the amounts from each position on can make."""
    most, least = [0], [0]
    for value in reversed(values):
        most.append(most[-1] + max(value, 0))
        least.append(least[-1] + min(value, 0))
    return most[::-1], least[::-1]


def is_telling(cents: Sequence[int], size: int) -> bool:
    """Whether an only fit of ``size`` amounts proves anything: it would come about by chance less than once in 100.

    All sets of up to that size are taken to be spread evenly over the sums that are possible.

    >>> is_telling([600000, 399900, 250000], 2), is_telling([6000] * 30, 6)
    (True, False)
    """
    ways = sum(comb(len(cents), k) for k in range(1, min(size, len(cents)) + 1))
    return ways * 100 <= sum(abs(c) for c in cents)
