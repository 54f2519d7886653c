"""Close a task with what was decided."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.domain.work.rules.states import TASK
from cessie.lib.reasons import N_


@transaction.atomic
def close(
    *, key: str | None = None, task_id: UUID | None = None, decision: str, by: Viewer, at: datetime
) -> Task | None:
    """Take a task out of the queue and keep the decision.

    By ``task_id`` a person closes it (``NotAllowed`` unless his role decides, ``NotFound``). By ``key`` a verb closes
    it because the doubt is gone; that asks no right of its own, and where no task is open it does nothing (None).
    Closing what is closed changes nothing.
    """
    rows = Task.objects.select_for_update(of=("self",))
    if task_id is not None:
        by.require("work.decide")
        task = rows.filter(pk=task_id).first()
        if task is None:
            raise NotFound("work.unknown", N_("There is no such task."))
    else:
        task = rows.filter(key=key, state="open").first()
    if task is None or task.state == "closed":
        return task
    task.state = TASK.after(task.state, "close")
    task.closed_at, task.closed_by, task.decision = at, by.key, decision
    task.save(update_fields=["state", "closed_at", "closed_by", "decision"])
    record(action="work.close", subject=task, by=by, at=at, client_id=task.client_id)
    return task
