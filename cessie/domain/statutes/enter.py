"""Enter statutory rates from a file or a formula; they count once another person has confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.statutes.models import StatutoryRate
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.countries import COUNTRIES
from cessie.law.rates import Rate
from cessie.lib.reasons import N_, Refusal


class OtherRate(Refusal):
    """Another rate for that day waits to be confirmed or withdrawn."""


@transaction.atomic
def enter(*, rates: Sequence[Rate], by: Viewer, at: datetime) -> tuple[StatutoryRate, ...]:
    """Keep rows, all or none; one that stands already, or waits just so, is not entered again.

    Refused: no right (``NotAllowed``), a country or kind that no rule asks for, rows that would overlap (``BadRates``),
    another rate of that day that still waits (``OtherRate``).
    """
    by.require("statutes.enter")
    standing = rates_in_force()
    kinds = {(row.country, row.kind) for row in standing}
    for rate in rates:
        if (rate.country, rate.kind) not in kinds or rate.country not in (*COUNTRIES, "EU"):
            words = N_("No rule asks for the rate {kind} of {country}.")
            raise Refusal("statutes.unknown_kind", words, kind=rate.kind, country=rate.country)
    rates_in_force(more=rates)  # refuses rows that overlap
    known = {row.key: row for row in standing}
    new = [rate for rate in sorted(rates, key=lambda rate: rate.key) if known.get(rate.key) != rate]
    return tuple(_enter(rate, by, at) for rate in new)


def _enter(rate: Rate, by: Viewer, at: datetime) -> StatutoryRate:
    new = StatutoryRate(
        country=rate.country, kind=rate.kind, first_date=rate.first, last_date=rate.last, percent=rate.percent,
        status=rate.status, confidence=rate.confidence, source=rate.source, entered_at=at, entered_by=by.key,
    )  # fmt: skip
    StatutoryRate.objects.bulk_create([new], ignore_conflicts=True)  # of two people at once only one enters it
    same_day = StatutoryRate.objects.filter(country=rate.country, kind=rate.kind, first_date=rate.first)
    waiting = same_day.filter(state="entered").select_for_update(of=("self",)).get()
    if waiting.rate != rate:
        words = N_("Another rate {kind} of {country} from {day} waits to be confirmed.")
        raise OtherRate("statutes.other_rate", words, kind=rate.kind, country=rate.country, day=rate.first)
    if waiting.pk == new.pk:
        facts = {"country": rate.country, "kind": rate.kind, "day": rate.first, "percent": str(rate.percent)}
        record(action="statutes.enter", subject=waiting, by=by, at=at, data=facts)
    return waiting
