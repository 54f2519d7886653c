"""Drawings as rows of a list: where each is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cessie.domain.availability.models import Drawing
from cessie.domain.availability.queries import order_states
from cessie.lib.money import Money
from cessie.lib.reasons import N_

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "asked": (N_("Waits for a decision"), "warn"),
    "ordered": (N_("Ordered"), ""),
    "refused": (N_("Refused"), "bad"),
    "withdrawn": (N_("Withdrawn"), ""),
    "stopped": (N_("Stopped"), "bad"),
    "batched": (N_("Waits for its release"), ""),
    "instructed": (N_("With the bank"), ""),
    "executed": (N_("Paid"), "good"),
    "rejected": (N_("Refused by the bank"), "bad"),
    "returned": (N_("Came back"), "bad"),
    "cancelled": (N_("Cancelled"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A drawing and where it is."""

    drawing: Drawing
    amount: Money
    above: Money
    words: str
    tone: str
    note: str


def rows_of(drawings: Iterable[Drawing]) -> list[Row]:
    """One row each; the state of its order where it has one."""
    rows = list(drawings)
    orders = order_states(rows)
    found = []
    for row in rows:
        state = orders.get(row.pk, row.state) if row.state == "ordered" else row.state
        words, tone = STATES.get(state, (state, ""))
        amounts = Money(row.amount_cents, row.currency), Money(row.above_cents, row.currency)
        found.append(Row(row, *amounts, _(words), tone, _(row.note) if row.note else ""))
    return found
