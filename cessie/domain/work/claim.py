"""Take a task as one's own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.domain.work.queries import open_task_for_change
from cessie.lib.reasons import N_, Refusal


class Taken(Refusal):
    """A colleague has the task."""


@transaction.atomic
def claim(*, task_id: UUID, by: Viewer, at: datetime) -> Task:
    """Make a person of the staff the owner of an open task.

    Claiming what is already one's own does nothing. Refused: a colleague's task (``Taken``), a closed one, a viewer
    who is no person or whose role does not decide (``NotAllowed``), one that does not exist (``NotFound``).
    """
    by.require("work.decide")
    if by.user_id is None:
        raise NotAllowed("users.not_a_person", N_("Only a person can own a task."))
    task = open_task_for_change(task_id)
    if task.owner_id == by.user_id:
        return task
    if task.owner_id is not None:
        raise Taken("work.taken", N_("A colleague has taken this task."))
    task.owner_id = by.user_id
    task.save(update_fields=["owner"])
    record(action="work.claim", subject=task, by=by, at=at, client_id=task.client_id)
    return task
