"""Let payments leave again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.payments.halt import TASK
from cessie.domain.payments.models import Standstill
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def resume(*, note: str, by: Viewer, at: datetime) -> Standstill | None:
    """End the standstill, with a note of what was looked at; None where payments move.

    Refused: no right or no person (``NotAllowed``), no note.
    """
    by.require("payments.release")
    if not note.strip():
        raise Refusal("payments.no_note", N_("Say in a few words what you checked."))
    current = Standstill.objects.select_for_update(of=("self",)).filter(ended_at__isnull=True).first()
    if current is None:
        return None
    current.ended_at, current.ended_by, current.note = at, by.key, note.strip()
    current.save(update_fields=["ended_at", "ended_by", "note"])
    record(action="payments.resume", subject=current, by=by, at=at)
    close(key=TASK, decision=current.note, by=by, at=at)
    return current
