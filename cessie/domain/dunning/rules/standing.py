"""What may be asked of an invoice on a day, and since when it is late: its pauses taken off. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cessie.domain.dunning.rules.claims import guarded
from cessie.domain.dunning.rules.items import OpenItem, Pause, PauseKind
from cessie.law.guards import GUARDS, finding
from cessie.lib.reasons import N_, Fact, Reason

#: Whoever is in one of these is left alone altogether, whatever amount is named.
WHOLE: Final[frozenset[PauseKind]] = frozenset({"holiday", "insolvency", "deceased", "minor", "stop"})
WORDS: Final[Mapping[PauseKind, str]] = {
    "promise": N_("The debtor promised to pay: we wait until {until}."),
    "plan": N_("No instalment of the plan is late."),
    "holiday": N_("The debtor is left alone until {until}."),
    "deceased": N_("The debtor has died: the estate is written to by hand."),
    "minor": N_("The debtor is a minor: the guardian is written to by hand."),
    "on_its_way": N_("A direct debit is on its way."),
    "stop": N_("The creditor stopped the reminders."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """``cents`` may be asked of the invoice; it is late since ``since`` (an instalment has its own day)."""

    item: OpenItem
    cents: int
    since: date


def standing(item: OpenItem, on: date) -> Standing | Reason:
    """What of an invoice is asked on a day, or why nothing is."""
    cents, since = item.open.cents, item.due
    if cents <= 0:
        return Reason("dunning.nothing_owed", N_("Nothing is owed on it: {open}."), {"open": item.open})
    for pause in item.pauses:
        if _over(pause, on):
            continue
        if pause.kind == "plan" and pause.due:
            cents, since = _instalments(pause, item, cents, on)
        elif pause.kind in WHOLE or pause.amount is None:
            return why(pause)
        else:
            cents -= pause.amount.cents
        if cents <= 0:
            return why(pause)
    return Standing(item, cents, since)


def _over(pause: Pause, on: date) -> bool:
    """A pause ends with its last day. A dispute does not: its day is one to answer by, and it ends when decided."""
    return pause.until is not None and on > pause.until and pause.kind != "dispute" and not pause.due


def _instalments(plan: Pause, item: OpenItem, cents: int, on: date) -> tuple[int, date]:
    """What fell due of a plan and was not paid, with the day of the oldest such instalment.

    Payments settle the instalments in the order of their days; what the plan does not cover is late as it was.
    """
    waiting = sum(amount.cents for day, amount in plan.due if day >= on)
    planned = sum(amount.cents for _, amount in plan.due)
    if item.open.cents > planned:
        return cents - waiting, item.due
    paid, since = planned - item.open.cents, item.due
    for day, amount in sorted(plan.due, key=lambda instalment: instalment[0]):
        since = day
        if paid < amount.cents:
            break
        paid -= amount.cents
    return cents - waiting, since


def why(pause: Pause) -> Reason:
    """Why an invoice is left alone, in words; where the law demands it, with its guard."""
    if pause.kind == "insolvency":
        return guarded(finding("LAW-GEN-03", "dunning.insolvency", GUARDS["LAW-GEN-03"].rule))
    if pause.kind == "dispute":
        return guarded(finding("LAW-GEN-04", "dunning.dispute", GUARDS["LAW-GEN-04"].rule))
    if pause.until is None and pause.kind in ("promise", "holiday"):
        return Reason(f"dunning.{pause.kind}", N_("The debtor is left alone until further notice."))
    facts: dict[str, Fact] = {"until": pause.until} if pause.until is not None else {}
    return Reason(f"dunning.{pause.kind}", WORDS[pause.kind], facts)
