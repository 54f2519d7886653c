"""Which documents of a contract are looked at: drawn by risk, and the same again from the same seed.

Monetary unit sampling: each cent has the same chance, so a large document is drawn before a small one, and one that is
as large as the step between two draws is drawn for certain. What makes a document doubtful multiplies its cents. Whole
numbers only; the order of the documents is that of a hash, so that no pattern of the ledger meets the step.

>>> lines = [Candidate("D", f"A{n}", 100_00) for n in range(50)] + [Candidate("E", "B1", 90_000_00)]
>>> [(p.of.number, p.certain) for p in draw(lines, 2, "seed", Weights())][0]
('B1', True)
>>> draw(lines, 9, "seed", Weights()) == draw(lines[::-1], 9, "seed", Weights())
True
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple

#: Why a document is likelier to be drawn, beside its amount.
REASONS: Final = ("new_debtor", "doubt", "finding")


class Candidate(NamedTuple):
    """An open document: ``cents`` still to be paid. ``why``: of ``REASONS``, those that hold of it."""

    debtor: Hashable
    number: str
    cents: int
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """How much likelier each reason makes a document, in percent of its amount that are added."""

    new_debtor: int = 200
    doubt: int = 200
    finding: int = 300


@dataclass(frozen=True, slots=True)
class Size:
    """How many documents: ``share`` percent of all, ``least`` to ``most``; twice as many while the relation is younger
    than ``young_days`` or where something was found in the half year before."""

    share: int = 5
    least: int = 5
    most: int = 40
    young_days: int = 180


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document of the sample; ``certain``: it is so heavy that no seed leaves it out."""

    of: Candidate
    certain: bool


def size_of(population: int, *, age_days: int, found: bool, size: Size) -> int:
    """How many of so many documents are drawn.

    >>> [size_of(n, age_days=400, found=False, size=Size()) for n in (3, 60, 200, 5_000)]
    [3, 5, 10, 40]
    >>> size_of(200, age_days=10, found=False, size=Size())
    20
    """
    wanted = min(max(-(-population * size.share // 100), size.least), size.most)
    if found or age_days < size.young_days:
        wanted *= 2
    return min(wanted, population)


def weight(of: Candidate, weights: Weights) -> int:
    """Its cents, heavier by each reason."""
    more: int = sum(getattr(weights, reason) for reason in set(of.why))
    return max(1, of.cents * (100 + more) // 100)


def draw(population: Iterable[Candidate], size: int, seed: str, weights: Weights) -> tuple[Drawn, ...]:
    """So many documents, the heaviest first; all of them where there are no more. What is not owed is left out."""
    rows = [(weight(of, weights), of) for of in population if of.cents > 0]
    rows.sort(key=lambda row: _shuffled(row[1], seed))
    taken, rest = _certain(rows, size)
    found = [Drawn(of, True) for _, of in taken]
    found += [Drawn(of, False) for of in _stepped(rest, size - len(taken), seed)]
    return tuple(sorted(found, key=lambda one: (-weight(one.of, weights), str(one.of.debtor), one.of.number)))


def digest(population: Iterable[Candidate]) -> str:
    """The SHA-256 of all that could be drawn, whatever its order: whoever has the same may draw the same again."""
    found = sha256()
    for line in sorted(f"{of.debtor}\x1f{of.number}\x1f{of.cents}\x1f{','.join(sorted(of.why))}" for of in population):
        found.update(line.encode() + b"\n")
    return found.hexdigest()


def _shuffled(of: Candidate, seed: str) -> tuple[bytes, str]:
    return sha256(f"{seed}\x1f{of.debtor}\x1f{of.number}".encode()).digest(), of.number


_Rows = Sequence[tuple[int, Candidate]]


def _certain(rows: _Rows, size: int) -> tuple[_Rows, _Rows]:
    """Those at least as heavy as the step, taken off until the step of the rest is above each that is left."""
    heavy = sorted(range(len(rows)), key=lambda n: -rows[n][0])
    total, taken = sum(row[0] for row in rows), 0
    while taken < min(size, len(rows)) and rows[heavy[taken]][0] * (size - taken) >= total:
        total -= rows[heavy[taken]][0]
        taken += 1
    out = set(heavy[:taken])
    return [rows[n] for n in heavy[:taken]], [row for n, row in enumerate(rows) if n not in out]


def _stepped(rows: _Rows, size: int, seed: str) -> list[Candidate]:
    """One document at each step through the cents, from a beginning that the seed gives; none is met twice, as each is
    lighter than the step."""
    total = sum(cents for cents, _ in rows)
    if size <= 0 or not total:
        return []
    start = int.from_bytes(sha256(f"{seed}\x1fstart".encode()).digest()) % total
    marks = [(start + n * total) // size for n in range(size)]
    found, passed, at = [], 0, 0
    for cents, of in rows:
        passed += cents
        if at < size and marks[at] < passed:
            found.append(of)
            at += 1
    return found
