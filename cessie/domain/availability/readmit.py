"""What a finding took out of the eligible pool counts again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.models import Excluded
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def readmit(*, source: str, note: str = "", by: Viewer, at: datetime) -> Excluded | None:
    """Let in again what this source holds out; None where it holds nothing out. Whether he may is his caller's to
    judge: who found it does not clear it. Refused: no right."""
    by.require("availability.run")
    rows = Excluded.objects.select_for_update(of=("self",)).select_related("contract")
    row = rows.filter(source=source, ended_at__isnull=True).first()
    if row is None:
        return None
    row.ended_at, row.ended_by, row.ended_note = at, by.key, note.strip()
    row.save(update_fields=["ended_at", "ended_by", "ended_note"])
    facts = {"source": source, "number": row.number}
    record(action="availability.readmit", subject=row, by=by, at=at, client_id=row.contract.client_id, data=facts)
    return row
