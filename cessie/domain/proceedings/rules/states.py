"""The states of cases, read from the procedures of the law; the life of an assignment, of a cost and of a tariff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.domain.collection.rules.states import Stage
from cessie.law.procedures import NAMES, procedure
from cessie.lib.states import Machine

#: Every state of every procedure: the list of the check constraint.
STATES: Final = tuple(sorted({state for name in NAMES for state in procedure(name).states}))
#: In these a case is over; of each dossier one case is not.
OVER: Final = tuple(sorted({state for name in NAMES for state in procedure(name).last}))

#: What the end of a case makes of its dossier; all other ends are a person's to go on from.
ENDS: Final[Mapping[str, Stage]] = {"closed_paid": "paid", "withdrawn": "back", "stopped_concurrence": "stopped"}


def stage(name: str, before: str, after: str) -> Stage | None:
    """Where an act brings the dossier of its case; None where it changes nothing for it.

    >>> stage("be_ios", "amicable", "lawyer_review"), stage("be_ios", "lawyer_review", "amicable")
    ('runs', 'back')
    >>> stage("be_ios", "amicable", "amicable") is None, stage("be_ios", "summons_served", "closed_contested")
    (True, 'ended')
    """
    if after in OVER:
        return ENDS.get(after, "ended")
    if after == procedure(name).initial:
        return "back" if before != after else None
    return "runs"


#: A case given to a lawyer or a bailiff: he takes it or not; it ends with the case or when it is given to another.
ASSIGNMENT = Machine(
    "offered",
    {
        ("offered", "accept"): "accepted",
        ("offered", "refuse"): "refused",
        ("offered", "end"): "ended",
        ("accepted", "end"): "ended",
    },
)
GIVEN: Final = ("offered", "accepted")

#: A partner's cost: within the tariff it stands, above it two people of the house look.
COST = Machine("asked", {("asked", "agree"): "agreed", ("asked", "refuse"): "refused"})
TARIFF = Machine("entered", {("entered", "confirm"): "confirmed", ("entered", "drop"): "dropped"})
