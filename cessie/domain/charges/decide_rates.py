"""Confirm or withdraw reference rates that were entered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.models import Fixing
from cessie.domain.charges.rules.states import FIXING
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """Whoever entered a rate cannot confirm it."""


@transaction.atomic
def decide_rates(*, fixing_ids: Collection[UUID], event: str, by: Viewer, at: datetime) -> tuple[Fixing, ...]:
    """``confirm`` by another person than the one who entered them, or ``withdraw``; again does nothing.

    Refused: no right or no person (``NotAllowed``), an unknown rate (``NotFound``), one's own (``SamePerson``; the
    database says so too), one that was decided otherwise (``WrongState``).
    """
    by.require("charges.confirm_rates" if event == "confirm" else "charges.enter_rates")
    rows = list(Fixing.objects.filter(pk__in=fixing_ids).select_for_update(of=("self",)).order_by("pk"))
    if len(rows) != len(set(fixing_ids)):
        raise NotFound("rates.unknown", N_("There is no such rate."))
    for row in rows:
        if row.state == FIXING.moves.get(("entered", event)):
            continue
        if event == "confirm" and row.entered_by == by.key:
            raise SamePerson("rates.same_person", N_("Another person than the one who entered the rate confirms it."))
        row.state = FIXING.after(row.state, event)
        row.decided_at, row.decided_by = at, by.key
        row.save(update_fields=["state", "decided_at", "decided_by"])
        facts = {"reference": row.reference, "day": row.valid_from, "value": str(row.value)}
        record(action=f"charges.rate_{event}", subject=row, by=by, at=at, data=facts)
    return tuple(rows)
