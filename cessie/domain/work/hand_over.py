"""Hand a task to a colleague."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.queries import deciders
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.domain.work.queries import open_task_for_change
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def hand_over(*, task_id: UUID, to: UUID, by: Viewer, at: datetime) -> Task:
    """Make a colleague the owner of an open task; what is his already stays so.

    The owner may, an administrator always, and any decider where nobody owns it. Refused: others (``NotAllowed``), a
    colleague whose role decides nothing or who left, a closed task, one that does not exist (``NotFound``).
    """
    by.require("work.hand_over")
    task = open_task_for_change(task_id)
    if task.owner_id == to:
        return task
    if task.owner_id not in (None, by.user_id) and "administrator" not in by.roles:
        raise NotAllowed("work.not_yours_to_give", N_("Only its owner or an administrator can hand this task over."))
    if to not in {user.pk for user in deciders()}:
        raise Refusal("work.no_decider", N_("This colleague cannot decide tasks."))
    task.owner_id = to
    task.save(update_fields=["owner"])
    record(action="work.hand_over", subject=task, by=by, at=at, client_id=task.client_id, data={"to": str(to)})
    return task
