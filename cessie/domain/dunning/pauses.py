"""What keeps an item from being asked for: found in the earlier rooms, invoice by invoice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from cessie.domain.arrangements.amounts import arranged
from cessie.domain.disputes.queries import disputed
from cessie.domain.dunning.rules.items import Pause, PauseKind
from cessie.domain.mandates.facts import on_its_way
from cessie.lib.money import Money

#: Notes on a company that stop every reminder to it.
_MARKS: Final[Mapping[str, PauseKind]] = {
    "insolvent": "insolvency", "deceased": "deceased", "minor": "minor", "social": "stop",
}  # fmt: skip
#: What was promised holds what it is about until the last day on which it counts as come in time; a debtor who says
#: that he paid is believed as long. Of a plan each instalment falls due on its own day.
_AGREED: Final[Mapping[str, PauseKind]] = {"promise": "promise", "plan": "plan", "paid": "on_its_way"}


def pauses_of(invoices: Mapping[UUID, Collection[str]], on: date) -> dict[UUID, tuple[Pause, ...]]:
    """The pauses of each invoice, given with the notes on its debtor; those without any are missing."""
    found: dict[UUID, list[Pause]] = defaultdict(list)
    for invoice, marks in invoices.items():
        found[invoice] += [Pause(kind) for mark, kind in _MARKS.items() if mark in marks]
    for invoice, cents in on_its_way(invoices.keys()).items():
        found[invoice].append(Pause("on_its_way", amount=Money(cents)))
    for invoice, contested in disputed(invoices.keys()).items():
        found[invoice].append(Pause("dispute", contested.until, contested.amount))
    for invoice, agreed in arranged(invoices.keys()).items():
        if agreed.kind == "plan":
            found[invoice].append(Pause("plan", due=agreed.due))
        else:
            found[invoice].append(Pause(_AGREED[agreed.kind], agreed.until, agreed.amount))
    return {invoice: tuple(pauses) for invoice, pauses in found.items() if pauses}
