"""The desk refuses a ledger that was in doubt: nothing is financed on it, and the client is told why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.rules.states import SUBMISSION
from cessie.domain.client_ledgers.tasks import task_key
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def refuse_ledger(*, submission_id: UUID, note: str, by: Viewer, at: datetime) -> Submission:
    """Refuse it with words that the client reads; again gives the same. The one in force stays so.

    Refused: no right, no such ledger (``NotFound``), no note, one that is in force (``WrongState``).
    """
    by.require("ledgers.decide")
    if not note.strip():
        raise Refusal("ledgers.no_note", N_("Please say in a few words why."))
    row = Submission.objects.select_for_update(of=("self",)).filter(pk=submission_id).first()
    if row is None:
        raise NotFound("ledgers.unknown", N_("There is no such ledger."))
    if row.state == "refused":
        return row
    row.state, row.note = SUBMISSION.after(row.state, "refuse"), note.strip()
    row.decided_at, row.decided_by = at, by.key
    row.save(update_fields=["state", "note", "decided_at", "decided_by"])
    close(key=task_key(row.contract_id), decision="refused", by=by, at=at)
    record(action="ledgers.refuse", subject=row, by=by, at=at, client_id=row.client_id)
    return row
