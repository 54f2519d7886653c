"""Confirm or withdraw statutory rates that were entered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.statutes.models import StatutoryRate
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.statutes.rules.states import STATUTE
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """Whoever entered a rate cannot confirm it."""


@transaction.atomic
def decide(*, rate_ids: Collection[UUID], event: str, by: Viewer, at: datetime) -> tuple[StatutoryRate, ...]:
    """``confirm`` by another person than the one who entered them, or ``withdraw``; again does nothing.

    Refused: no right or no person (``NotAllowed``), an unknown row (``NotFound``), one's own (``SamePerson``; the
    database says so too), one that was decided otherwise (``WrongState``), rows that would overlap (``BadRates``).
    """
    by.require("statutes.confirm" if event == "confirm" else "statutes.enter")
    rows = list(StatutoryRate.objects.filter(pk__in=rate_ids).select_for_update(of=("self",)).order_by("pk"))
    if len(rows) != len(set(rate_ids)):
        raise NotFound("statutes.unknown", N_("There is no such rate."))
    for row in rows:
        if row.state == STATUTE.moves.get(("entered", event)):
            continue
        if event == "confirm" and row.entered_by == by.key:
            words = N_("Another person than the one who entered the rate confirms it.")
            raise SamePerson("statutes.same_person", words)
        row.state = STATUTE.after(row.state, event)
        row.decided_at, row.decided_by = at, by.key
        row.save(update_fields=["state", "decided_at", "decided_by"])
        facts = {"country": row.country, "kind": row.kind, "day": row.first_date, "percent": str(row.percent)}
        record(action=f"statutes.{event}", subject=row, by=by, at=at, data=facts)
    rates_in_force()  # refuses rows that overlap: nothing is kept then
    return tuple(rows)
