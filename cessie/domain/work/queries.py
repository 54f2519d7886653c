"""What waits for a person of the staff."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, QuerySet

from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.lib.reasons import N_


def queue(
    *, viewer: Viewer, kinds: Collection[str] = (), owner_id: UUID | None = None, unowned: bool = False,
    closed: bool = False,
) -> QuerySet[Task]:  # fmt: skip
    """Open tasks, the most pressing first (``closed``: what was decided, newest first); others than staff see none."""
    if not viewer.sees_all:
        return Task.objects.none()
    rows = Task.objects.select_related("owner").filter(state="closed" if closed else "open")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    if unowned:
        rows = rows.filter(owner__isnull=True)
    return rows.order_by("-closed_at", "-id") if closed else rows.order_by("due_at", "id")


def task(*, viewer: Viewer, task_id: UUID) -> Task:
    """One task, or ``NotFound``."""
    row = Task.objects.select_related("owner").filter(pk=task_id).first() if viewer.sees_all else None
    if row is None:
        raise NotFound("work.unknown", N_("There is no such task."))
    return row


def open_by_kind(*, viewer: Viewer) -> dict[str, int]:
    """How many tasks of each kind are open."""
    return dict(queue(viewer=viewer).order_by().values_list("kind").annotate(n=Count("id")))
