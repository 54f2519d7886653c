"""Stop booking lines by themselves as one was booked before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Remembered
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def forget(*, remembered_id: UUID, by: Viewer, at: datetime) -> Remembered:
    """From now on its like waits for a person; what was booked stays. Again does nothing.

    Refused: no right (``NotAllowed``), nothing of the kind (``NotFound``).
    """
    by.require("banking.decide")
    row = Remembered.objects.select_for_update(of=("self",)).filter(pk=remembered_id).first()
    if row is None:
        raise NotFound("banking.not_remembered", N_("Nothing of the kind is remembered."))
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by.key
        row.save(update_fields=["ended_at", "ended_by"])
        record(action="banking.forget", subject=row, by=by, at=at)
    return row
