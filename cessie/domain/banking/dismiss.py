"""Put a kept statement aside for good: it is not one of the chain."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.chain import task_key
from cessie.domain.banking.deciding import held
from cessie.domain.banking.models import Statement
from cessie.domain.banking.rules.states import STATEMENT
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close


@transaction.atomic
def dismiss(*, statement_id: UUID, note: str, by: Viewer, at: datetime) -> Statement:
    """A person of treasury says that a kept statement is wrong or a copy: its lines are never offered.

    The bank may then send a right one of the same number. Dismissed again changes nothing. Refused: no right
    (``NotAllowed``), no words, no such statement (``NotFound``), one that stands in the chain (``WrongState``).
    """
    _, statement = held(statement_id, note=note, by=by)
    if statement.state == "dismissed":
        return statement
    statement.state = STATEMENT.after(statement.state, "dismiss")
    statement.decided_by, statement.decided_at, statement.note = by.key, at, note.strip()
    statement.save(update_fields=["state", "decided_by", "decided_at", "note"])
    close(key=task_key(statement), decision="dismissed", by=by, at=at)
    record(action="banking.dismiss", subject=statement, by=by, at=at)
    return statement
