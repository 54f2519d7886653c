"""Another person clears a finding: what it held counts again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.readmit import readmit
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.verification.find import source_of
from cessie.domain.verification.models import Finding
from cessie.domain.verification.rules.states import FINDING
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def clear(*, finding_id: UUID, note: str, by: Viewer, at: datetime) -> Finding:
    """Say why it does not stand in the way any more; again does nothing.

    Refused: no right, no person, or the person who found it (``NotAllowed``), unknown (``NotFound``), no note.
    """
    by.require("verification.clear")
    if not note.strip():
        raise Refusal("verification.no_note", N_("Please say why."))
    row = Finding.objects.select_for_update(of=("self",)).filter(pk=finding_id).first()
    if row is None:
        raise NotFound("verification.no_finding", N_("There is no such finding."))
    if row.state == "cleared":
        return row
    if row.found_by == by.key:
        raise NotAllowed("verification.own_finding", N_("Who found it does not clear it: another person must."))
    row.state = FINDING.after(row.state, "clear")
    row.cleared_at, row.cleared_by, row.note = at, by.key, note.strip()
    row.save(update_fields=["state", "cleared_at", "cleared_by", "note"])
    readmit(source=source_of(row), note=row.note, by=by, at=at)
    record(action="verification.clear", subject=row, by=by, at=at, client_id=row.client_id, data={"rule": row.rule})
    return row
