"""F13 over the whole house: companies that sell in a ring of two to four, and clients who sell to their own.

Companies that are one (same head of the group, account, address, mail address or login) count as one, so that a ring
through a sister is a ring too. A ring is one where each sum of the time looked at is within a tenth of the others
(factoring-domain 14). Pure: whole cents, names of companies as they are given.

>>> sold = [Sold("A", "B", 100_00), Sold("C", "A", 98_00)]
>>> rings(sold, {}) == (), [ring.way for ring in rings(sold, {"B": "B", "C": "B"})]
(True, [('A', 'B')])
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

#: The longest ring that is looked for; sums within so many percent of the largest make one.
LONGEST: Final = 4
WITHIN: Final = 10


class Sold(NamedTuple):
    """What one company invoiced another in the time looked at, in cents."""

    seller: str
    buyer: str
    cents: int


@dataclass(frozen=True, slots=True)
class Ring:
    """``way``: whoever sells to the next, the last to the first, by the name of each group; ``sums``: of each step;
    ``sold``: all that makes it."""

    way: tuple[str, ...]
    sums: tuple[int, ...]
    sold: tuple[Sold, ...]


def as_one(marks: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each company with the one that stands for all that share a mark with it, however many steps away.

    >>> as_one({"A": ["iban 1"], "B": ["iban 1", "street 2"], "C": ["street 2"], "D": []})
    {'A': 'A', 'B': 'A', 'C': 'A', 'D': 'D'}
    """
    above = {company: company for company in marks}

    def head(company: str) -> str:
        while above[company] != company:
            above[company] = above[above[company]]
            company = above[company]
        return company

    first: dict[str, str] = {}
    for company in sorted(marks):
        for mark in marks[company]:
            one, other = head(first.setdefault(mark, company)), head(company)
            above[max(one, other)] = min(one, other)
    return {company: head(company) for company in sorted(marks)}


def rings(sold: Iterable[Sold], same: Mapping[str, str]) -> tuple[Ring, ...]:
    """Every ring once, begun at its first name; ``same``: as ``as_one`` says, who is missing stands for himself."""
    steps: dict[tuple[str, str], list[Sold]] = defaultdict(list)
    for each in sold:
        one, other = same.get(each.seller, each.seller), same.get(each.buyer, each.buyer)
        if one != other and each.cents > 0:
            steps[one, other].append(each)
    sellers = {one for one, _ in steps}
    after: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(steps):
        if other in sellers:
            after[one].append(other)
    sums = {step: sum(each.cents for each in rows) for step, rows in steps.items()}
    return tuple(ring for start in sorted(after) for ring in _from((start,), after, sums, steps))


_Steps = Mapping[tuple[str, str], list[Sold]]


def _from(
    way: tuple[str, ...], after: Mapping[str, list[str]], sums: Mapping[tuple[str, str], int], steps: _Steps
) -> Iterator[Ring]:
    """Rings that begin with this way; a way whose sums are not even any more is left."""
    for buyer in after.get(way[-1], ()):
        walked = [sums[step] for step in zip(way, (*way[1:], buyer), strict=True)]
        if min(walked) * 100 < max(walked) * (100 - WITHIN):
            continue
        if buyer == way[0] and len(way) > 1:
            made = tuple(zip(way, (*way[1:], buyer), strict=True))
            yield Ring(way, tuple(walked), tuple(each for step in made for each in steps[step]))
        elif buyer > way[0] and buyer not in way and len(way) < LONGEST:
            yield from _from((*way, buyer), after, sums, steps)


def within(sold: Iterable[Sold], same: Mapping[str, str]) -> tuple[Sold, ...]:
    """What companies sell to their own."""
    return tuple(
        each for each in sold if each.seller in same and same[each.seller] == same.get(each.buyer) and each.cents > 0
    )
