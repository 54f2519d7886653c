"""What the ladders of a creditor say on a day, and what one would do over the next weeks; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from cessie.domain.dunning.items import Asked, asked, debtors_with_open_items
from cessie.domain.dunning.ladders import in_force
from cessie.domain.dunning.law import law_facts
from cessie.domain.dunning.models import LadderVersion
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.decide import decide
from cessie.domain.dunning.rules.items import Decision
from cessie.domain.dunning.rules.ladder import Ladder
from cessie.domain.dunning.rules.simulate import Row, simulate
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money

#: Debtors that are read at once; and those that a page simulates while somebody waits.
GROUP: Final = 500
SIMULATED: Final = 2000


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a ladder would do if nobody paid: each step by day, of so many debtors (``of``: all that it holds for)."""

    rows: tuple[Row, ...]
    debtors: int
    of: int


def decisions(
    client_id: UUID | None, *, debtors: Collection[UUID], on: date, modes: Collection[str]
) -> Iterator[tuple[Asked, LadderVersion, Decision]]:
    """What each of these debtors gets on a day by the ladders of these modes; only who gets anything."""
    ladders = {key: row for key, row in in_force(client_id, on).items() if row.mode in modes}
    read = {key: Ladder.from_json(row.ladder) for key, row in ladders.items()}
    law = law_facts(house=client_id is None)
    for found in asked(client_id, debtors=debtors, on=on):
        if found.segment in read:
            decision = decide(read[found.segment], found.items, on, law, last=found.last)
            if decision.step is not None:
                yield found, ladders[found.segment], decision


def all_decisions(client_id: UUID | None, *, on: date, modes: Collection[str]) -> Iterator[tuple[Asked, Decision]]:
    """The same of everybody who owes anything, a group of debtors at a time."""
    keys = debtors_with_open_items(client_id)
    for i in range(0, len(keys), GROUP):
        for found, _version, decision in decisions(client_id, debtors=keys[i : i + GROUP], on=on, modes=modes):
            yield found, decision


def simulated(
    *, viewer: Viewer, client_id: UUID | None, ladder: Ladder, start: date, days: int, prices: Mapping[str, Money]
) -> Simulated:
    """Who would get what, when, at what cost, from a day on if nobody paid and the ladder held alone.

    Of the first ``SIMULATED`` debtors of its segment. Refused as ``set_ladder`` where it is not the viewer's.
    """
    require("dunning.set", client_id, viewer)
    law, keys = law_facts(house=client_id is None, ahead=True), debtors_with_open_items(client_id)
    mine = [
        found.items
        for i in range(0, len(keys), GROUP)
        for found in asked(client_id, debtors=keys[i : i + GROUP], on=start)
        if found.segment == ladder.segment
    ]
    rows = tuple(simulate(ladder, mine[:SIMULATED], start, days, law, prices))
    in_time = tuple(sorted(rows, key=lambda row: (row.on, str(row.debtor_id))))
    return Simulated(in_time, min(len(mine), SIMULATED), len(mine))
