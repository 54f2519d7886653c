"""What waits for a person of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import GreaterThanOrEqual

from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.domain.work.rules.desks import DESKS, families_of
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of the queue wants to see: every field narrows the list.

    ``kind``: one kind; ``desk``: what this role decides; ``clock``: late or soon; ``text``: words that the reasons or
    the evidence hold; ``client_ids``: of these clients; ``closed``: what was decided instead of what waits.
    """

    kind: str = ""
    desk: str = ""
    clock: str = ""
    text: str = ""
    owner_id: UUID | None = None
    unowned: bool = False
    client_ids: frozenset[UUID] | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many tasks of each kind are open, and how many of all are over their time."""

    by_kind: dict[str, int]
    late: int

    @property
    def total(self) -> int:
        """How many are open."""
        return sum(self.by_kind.values())


#: By which the list may be sorted; the key stands behind, so that no row wanders between pages.
SORTS: Final = {"due": ("due_at", "id"), "opened": ("opened_at", "id"), "kind": ("kind", "due_at", "id")}


def queue(*, viewer: Viewer, asked: Asked = Asked(), sort: str = "due", at: datetime | None = None) -> QuerySet[Task]:
    """Open tasks, the most pressing first (decided ones: newest first); others than staff see none.

    ``sort``: a key of ``SORTS``, with ``-`` before it the other way round; ``at``: the moment for the clock's filter.
    """
    if not viewer.sees_all:
        return Task.objects.none()
    rows = Task.objects.select_related("owner").filter(state="closed" if asked.closed else "open")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.desk:
        rows = rows.filter(_of_desk(asked.desk))
    if asked.owner_id is not None:
        rows = rows.filter(owner_id=asked.owner_id)
    if asked.unowned:
        rows = rows.filter(owner__isnull=True)
    if asked.client_ids is not None:
        rows = rows.filter(client_id__in=asked.client_ids)
    if at is not None and asked.clock:
        rows = rows.filter(_clock(asked.clock, at))
    for word in asked.text.split()[:8]:
        rows = rows.annotate(said=_SAID).filter(said__icontains=word)
    if asked.closed:
        return rows.order_by("-closed_at", "-id")
    order = SORTS.get(sort.removeprefix("-"), SORTS["due"])
    return rows.order_by(*(f"-{name}" for name in order) if sort.startswith("-") else order)


#: All that a task says, as one text.
_SAID: Final = Concat(Cast("reasons", TextField()), Value(" "), Cast("evidence", TextField()), output_field=TextField())


def _of_desk(desk: str) -> Q:
    if desk == "administrator":  # also the kinds of families that no desk has
        wanted = Q()
        for family in (family for family, whose in DESKS.items() if whose != desk):
            wanted &= ~Q(kind__startswith=f"{family}.")
        return wanted
    return reduce(or_, (Q(kind__startswith=f"{family}.") for family in families_of(desk)), Q(pk__in=[]))


def _clock(standing: str, at: datetime) -> Q:
    """Late: over its end. Soon: in its last quarter or hour (``rules.clock.pressing_from``), and not late."""
    late = Q(due_at__lte=at)
    if standing == "late":
        return late
    quarter = ExpressionWrapper(F("due_at") - (F("due_at") - F("opened_at")) / 4, output_field=DateTimeField())
    return ~late & (Q(due_at__lte=at + timedelta(hours=1)) | Q(GreaterThanOrEqual(Value(at), quarter)))


def task(*, viewer: Viewer, task_id: UUID) -> Task:
    """One task, or ``NotFound``."""
    row = Task.objects.select_related("owner").filter(pk=task_id).first() if viewer.sees_all else None
    if row is None:
        raise NotFound("work.unknown", N_("There is no such task."))
    return row


def open_task_for_change(task_id: UUID) -> Task:
    """An open task with its row locked. Raises ``NotFound``, or ``Refusal`` where it is closed."""
    row = Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
    if row is None:
        raise NotFound("work.unknown", N_("There is no such task."))
    if row.state != "open":
        raise Refusal("work.closed", N_("This task is closed already."))
    return row


def next_for(viewer: Viewer, *, but: UUID) -> Task | None:
    """The task that this person should take up next: of his own the most pressing, else of his desks, else any."""
    mine = queue(viewer=viewer, asked=Asked(owner_id=viewer.user_id)).exclude(pk=but)
    free = queue(viewer=viewer, asked=Asked(unowned=True)).exclude(pk=but)
    ours = (free.filter(_of_desk(role)) for role in sorted(viewer.roles))
    return next((row for rows in (mine, *ours, free) if (row := rows.first()) is not None), None)


def waiting(*, viewer: Viewer, at: datetime) -> Waiting:
    """How many tasks are open, in one statement."""
    rows = queue(viewer=viewer).order_by().values_list("kind")
    late = Count("id", filter=_clock("late", at))
    found = list(rows.annotate(open=Count("id"), late=late))
    return Waiting({kind: count for kind, count, _late in found}, sum(row[2] for row in found))
