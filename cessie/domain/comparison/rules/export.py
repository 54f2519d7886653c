"""A comparison as one JSON object, for programs: amounts as texts in euro, fractions of a cent rounded half up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from cessie.domain.comparison.rules.outcome import Month, Outcome
from cessie.domain.comparison.rules.whole import Comparison
from cessie.lib.money import Money, half_up


def exported(told: Comparison) -> dict[str, Any]:
    """Every outcome by rank, with its months and days."""
    offers = [_offer(place, each, told) for place, each in enumerate(told.outcomes, 1)]
    return {
        "from": told.first.isoformat(), "until": told.last.isoformat(), "aside": units(told.aside), "offers": offers,
    }  # fmt: skip


def units(cents: int | Fraction) -> str:
    """An amount in euro, to the cent."""
    return str(Money(half_up(Fraction(cents))).decimal)


def _offer(place: int, outcome: Outcome, told: Comparison) -> dict[str, Any]:
    return {
        "rank": place,
        "name": outcome.name,
        "factor": told.offer(outcome.name).factor,
        "cost": units(outcome.cost),
        "costs": {kind: units(cents) for kind, cents in outcome.costs.items()},
        "vat": units(outcome.vat),
        "rate": None if outcome.rate is None else str(outcome.rate),
        "freed": units(outcome.freed),
        "funds": units(outcome.funds),
        "frontier": outcome.name in told.best,
        "meets_need": told.meets(outcome),
        "sold": {"count": outcome.sold, "amount": units(outcome.sold_cents)},
        "left_out": {"count": outcome.left_out, "amount": units(outcome.left_out_cents)},
        "worst_month": _month(outcome.worst),
        "dearest_month": _month(outcome.dearest),
        "months": [_month(month) for month in outcome.months],
        "daily": [units(cents) for cents in outcome.daily],
    }


def _month(month: Month) -> dict[str, str]:
    return {
        "from": month.first.isoformat(), "until": month.last.isoformat(), "drawn": units(month.drawn),
        "received": units(month.received), "cost": units(month.cost), "vat": units(month.vat),
        "funds": units(month.funds), "freed": units(month.freed), "least": units(month.least),
    }  # fmt: skip
