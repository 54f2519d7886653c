"""Whether the law lets a step go ahead for an invoice, and what a step is in the eyes of the law. Pure."""

from __future__ import annotations

from cessie.domain.dunning.rules.claims import PERIODS, Tariff, guarded
from cessie.domain.dunning.rules.items import OpenItem
from cessie.domain.dunning.rules.ladder import Act, Step
from cessie.domain.dunning.rules.standing import Standing
from cessie.law import acts
from cessie.law.countries import COUNTRIES
from cessie.law.guards import Unlawful
from cessie.lib.money import EUR
from cessie.lib.reasons import Reason


def tells(step: Step) -> bool:
    """A message after the due date: the first of them is an invoice's ``Notice``."""
    return step.act == "message" and step.tone != "pre_due"


def presses(step: Step) -> bool:
    """A step that nobody meets as the first he hears of an invoice."""
    return step.costs == "law" or step.tone == "default_notice" or step.act == "hand_over"


def announces(item: OpenItem, step: Step) -> bool:
    """Whether this is a consumer's first reminder, which tells what he will owe when its period is over."""
    new = item.notice is None and item.claimed is None
    return tells(step) and new and item.segment == "b2c" and item.country in PERIODS


def claimable(item: OpenItem) -> bool:
    """Whether a claim beside the invoice could ever arise: where none can, the message goes without."""
    if item.open.currency != EUR or item.country not in COUNTRIES:
        return False
    if item.segment == "b2c" and item.country == "FR":
        return False
    if item.segment == "b2c" and item.country == "BE":
        return item.terms.clause or item.terms.rate is not None
    return item.terms.costs or item.terms.interest


def unlawful(found: Standing, act: Act, today: Tariff, *, charges: bool) -> Reason | None:
    """Why the law refuses an act for an invoice (``charges``: one that claims more than it), by the first guard."""
    item = found.item
    asked: list[acts.Act] = ["remind"] if act == "message" else ["collect"]
    if item.country == "BE" and item.notice is not None and act == "message":
        asked.append("collect")  # no second reminder of a consumer while the period of the first one runs
    if charges and claimable(item):
        asked.append("costs")
    for one in asked:
        for stop in today.against(item, one):
            return guarded(stop)
    if charges:
        try:
            today.interest(item, found.cents, found.since)
        except Unlawful as no:
            return guarded(no)
    return None
