"""Put a task back for whoever comes first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.domain.work.queries import open_task_for_change
from cessie.lib.reasons import N_


@transaction.atomic
def put_back(*, task_id: UUID, by: Viewer, at: datetime) -> Task:
    """Leave a task without an owner again; one that has none stays so.

    The owner may, and an administrator for a colleague who is away. Refused: others (``NotAllowed``), a closed task,
    one that does not exist (``NotFound``).
    """
    task = open_task_for_change(task_id)
    if task.owner_id is None:
        return task
    if task.owner_id != by.user_id and "administrator" not in by.roles:
        raise NotAllowed("work.not_yours", N_("Only its owner or an administrator can put this task back."))
    task.owner_id = None
    task.save(update_fields=["owner"])
    record(action="work.put_back", subject=task, by=by, at=at, client_id=task.client_id)
    return task
