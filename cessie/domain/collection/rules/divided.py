"""What third-party money settles in the books: by claim, part and day, as the build-up divides it. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cessie.domain.collection.rules.build_up import build_up
from cessie.domain.collection.rules.facts import DossierFacts
from cessie.law.facts import Part
from cessie.law.rates import Rates
from cessie.lib.money import Money

#: A claim, the part of it that was paid, and the day.
Place = tuple[UUID, Part, date]


@dataclass(frozen=True, slots=True)
class Divided:
    """``settled``: each place with its amount, above zero; ``over``: what settles nothing and is to be given back."""

    settled: dict[Place, Money]
    over: Money


def divided(facts: DossierFacts, rates: Rates) -> Divided:
    """How the money that the books of the invoices do not know yet is divided.

    Told on the last day on which anything about it happened, so that the same facts give the same on every day after.
    """
    ours = {each.key for each in facts.paid if not each.booked}
    if not ours or not facts.claims:
        over = [each.amount for each in facts.paid if not each.booked]
        return Divided({}, max(Money(0, facts.currency), Money.total(over, facts.currency)))
    days = [claim.taken for claim in facts.claims] + [each.on for each in facts.paid]
    days += [each.on for each in facts.credited]
    up = build_up(facts, max(days), rates)
    found: dict[Place, Money] = defaultdict(lambda: Money(0, facts.currency))
    for claim in up.claims:
        for each in claim.settled:
            if each.key in ours:
                found[claim.facts.id, "principal", each.on] += each.principal
                found[claim.facts.id, "interest", each.on] += each.interest
                found[claim.facts.id, "costs", each.on] += each.costs
    over = [each.amount for each in up.over if each.key in ours]
    return Divided(
        {place: amount for place, amount in found.items() if amount.cents > 0}, Money.total(over, up.currency)
    )
