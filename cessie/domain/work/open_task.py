"""Raise a doubt for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.audit.subject import Subject, named
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.models import Task
from cessie.lib.reasons import Reason


@transaction.atomic
def open_task(
    *,
    key: str,
    kind: str,
    subject: Subject,
    reasons: Sequence[Reason],
    evidence: Mapping[str, Any] | None = None,
    client_id: UUID | None = None,
    due_at: datetime,
    by: Viewer,
    at: datetime,
) -> Task:
    """Put a task into the queue, or add what is new to the one that is open under this ``key``.

    Raising the same doubt twice, also at once from two places, leaves one open task with each reason once. A task
    that was closed does not come back: the same key then opens a new one.
    """
    subject_type, subject_id = named(subject)
    new = Task(
        key=key,
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        client_id=client_id,
        reasons=[reason.to_json() for reason in reasons],
        evidence=dict(evidence or {}),
        opened_at=at,
        due_at=due_at,
    )
    while True:
        Task.objects.bulk_create([new], ignore_conflicts=True)
        task = Task.objects.select_for_update().filter(key=key, state="open").first()
        if task is not None:  # else it was closed between the two statements: open a new one
            break
    if task.pk == new.pk:
        codes = [reason.code for reason in reasons]
        record(action="work.open_task", subject=task, by=by, at=at, client_id=client_id, data={"codes": codes})
    else:
        _add(task, new)
    return task


def _add(task: Task, new: Task) -> None:
    """Join what is new to the open task; the earlier of the two clocks stands."""
    task.reasons = [*task.reasons, *(reason for reason in new.reasons if reason not in task.reasons)]
    task.evidence = {**task.evidence, **new.evidence}
    task.due_at = min(task.due_at, new.due_at)
    task.save(update_fields=["reasons", "evidence", "due_at"])
