"""The documents of a batch, what became of each, and the proof that they are all there and come to their sum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from cessie.lib.reasons import Reason

#: ``taken``: it is an invoice or a credit note of the house now; ``known``: it was here before, in another file;
#: ``refused``: nothing came of it.
PartOutcome = Literal["taken", "known", "refused"]
PART_OUTCOMES: Final[tuple[PartOutcome, ...]] = ("taken", "known", "refused")


@dataclass(frozen=True, slots=True)
class BatchDocument:
    """One document of a batch, in the order of the file: ``cents`` as its debtor owes (a credit note is negative), None
    where it states no readable amount."""

    part: int
    file: str
    outcome: PartOutcome
    kind: str = ""
    number: str = ""
    cents: int | None = None
    currency: str = ""
    invoice_id: UUID | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many documents have an outcome, and what those of one currency come to (cents); ``unstated`` state none."""

    outcome: PartOutcome
    count: int
    cents: int
    unstated: int


def tallies(documents: Iterable[BatchDocument], currency: str) -> tuple[Tally, ...]:
    """By outcome; together they are the batch.

    >>> told = tallies([BatchDocument(1, "a.xml", "taken", cents=100, currency="EUR"),
    ...                 BatchDocument(2, "b.xml", "taken", cents=-30, currency="EUR"),
    ...                 BatchDocument(3, "c.xml", "refused")], "EUR")
    >>> [(each.outcome, each.count, each.cents, each.unstated) for each in told]
    [('taken', 2, 70, 0), ('known', 0, 0, 0), ('refused', 1, 0, 1)]
    """
    rows = list(documents)
    found = []
    for outcome in PART_OUTCOMES:
        mine = [row for row in rows if row.outcome == outcome]
        stated = [row.cents for row in mine if row.cents is not None and row.currency == currency]
        found.append(Tally(outcome, len(mine), sum(stated), len(mine) - len(stated)))
    return tuple(found)
