"""The states of cases, read from the procedures of the law; the life of an assignment, of a cost and of a tariff."""

from __future__ import annotations

from typing import Final

from cessie.law.procedures import NAMES, procedure
from cessie.lib.states import Machine

#: Every state of every procedure: the list of the check constraint.
STATES: Final = tuple(sorted({state for name in NAMES for state in procedure(name).states}))
#: In these a case is over; of each dossier one case is not.
OVER: Final = tuple(sorted({state for name in NAMES for state in procedure(name).last}))

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
