"""The queue of doubts: what waits for a person, who has it, how long it may wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from cessie.domain.audit.queries import history
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.users.queries import deciders
from cessie.domain.users.rules.viewer import STAFF_ROLES
from cessie.domain.work import queries as work
from cessie.domain.work.claim import claim
from cessie.domain.work.close import close
from cessie.domain.work.hand_over import hand_over
from cessie.domain.work.models import Task
from cessie.domain.work.put_back import put_back
from cessie.domain.work.rules.clock import Standing, standing
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key, number, say
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.templatetags.cessie import in_words
from cessie.portals.frame.vocabulary import CLOCKS, ROLES, TASKS, word
from cessie.portals.staff.desk import show
from cessie.portals.staff.subject import has_page, place_of

SIZE = 40
#: Rows of a file at most.
LIMIT = 50_000


@dataclass(frozen=True, slots=True)
class Row:
    """A task as the list shows it."""

    task: Task
    standing: Standing
    client: str


@require_safe
@vary_on_headers("HX-Request")
@for_kind("staff")
def queue(request: Visit) -> HttpResponse:
    """Open tasks, the most pressing first; by desk, owner, kind, clock, client and words, or those that were decided.

    Asked by htmx only the rows; with ``csv`` all that fits as a file.
    """
    viewer, now, get = request.viewer, timezone.now(), request.GET
    whose, text, sort = get.get("whose", ""), get.get("q", ""), get.get("sort", "due")
    asked = work.Asked(
        kind=get.get("kind", ""),
        desk=whose if whose in STAFF_ROLES else "",
        clock=get.get("clock", ""),
        text=text,
        owner_id=viewer.user_id if whose == "mine" else None,
        unowned=whose == "free",
        client_ids=frozenset([key(get["client"])]) if get.get("client") else None,
        closed=whose == "closed",
    )
    tasks = work.queue(viewer=viewer, asked=asked, sort=sort, at=now)
    if "csv" in get:
        return _file(tasks, now)
    waiting = None if request.htmx else work.waiting(viewer=viewer, at=now)
    pages = Paginator(tasks, SIZE)
    if waiting and asked == work.Asked():
        pages.count = waiting.total  # they are counted already
    page = pages.get_page(number(get.get("page")))
    context = {"page": page, "rows": _rows(page, now), "may_decide": viewer.may("work.decide"), "whose_filter": whose}
    if waiting is None:
        return render(request, "portals/staff/screens/queue_found.html", context)
    return show(
        request,
        "queue",
        waiting,
        kinds=[(code, word(TASKS, code), n) for code, n in sorted(waiting.by_kind.items())],
        owners=[
            ("", _("Open")),
            ("mine", _("Mine")),
            *((role, word(ROLES, role)) for role in sorted(viewer.roles)),
            ("free", _("Nobody's")),
            ("closed", _("Decided")),
        ],
        clocks=[("", _("Any")), ("late", _("Late")), ("soon", _("Soon due"))],
        clock_filter=asked.clock,
        kind_filter=asked.kind,
        text=text,
        sort=sort,
        late=waiting.late,
        **context,
    )


def _rows(tasks: Iterable[Task], now: datetime) -> list[Row]:
    found = list(tasks)
    names = parties.names({task.client_id for task in found if task.client_id})
    return [
        Row(
            task,
            standing(task.opened_at, task.due_at, at=now),
            names.get(task.client_id, "") if task.client_id else "",
        )
        for task in found
    ]


def _file(tasks: QuerySet[Task], now: datetime) -> HttpResponse:
    """All that fits the filters, for a spreadsheet."""
    head = [_("Task"), _("Why"), _("Client"), _("Raised"), _("Until"), _("Clock"), _("Owner"), _("Decision")]
    return csv_file(
        "tasks.csv",
        head,
        (
            (
                word(TASKS, row.task.kind),
                " ".join(in_words(reason) for reason in row.task.reasons),
                row.client,
                booking_day(row.task.opened_at),
                booking_day(row.task.due_at),
                word(CLOCKS, row.standing),
                row.task.owner.name if row.task.owner else "",
                row.task.decision,
            )
            for row in _rows(tasks[:LIMIT], now)
        ),
    )


@require_safe
@for_kind("staff")
def task(request: Visit, task_id: UUID) -> HttpResponse:
    """One task: the page of what it is about comes below it, with all evidence and every decision that can be taken."""
    viewer, now = request.viewer, timezone.now()
    row = work.task(viewer=viewer, task_id=task_id)
    trail = list(history(subject=row, viewer=viewer)[:50])
    mine = row.owner_id == viewer.user_id
    return show(
        request,
        "task",
        task=row,
        place=place_of(row),
        shown_here=has_page(row),
        clock=standing(row.opened_at, row.due_at, at=now),
        client_name=parties.names([row.client_id]).get(row.client_id, "") if row.client_id else "",
        trail=trail,
        names=names_of({event.actor for event in trail} | {row.closed_by}, viewer=viewer),
        may_decide=viewer.may("work.decide"),
        may_give=viewer.may("work.hand_over") and (mine or row.owner_id is None or "administrator" in viewer.roles),
        colleagues=[user for user in deciders() if user.pk != row.owner_id],
        mine=mine,
        following=work.next_for(viewer, but=row.pk),
    )


@require_POST
@for_kind("staff")
def take(request: Visit, task_id: UUID) -> HttpResponse:
    """Make it one's own."""
    attempt(request, lambda: claim(task_id=task_id, by=request.viewer, at=timezone.now()), _("The task is yours."))
    return redirect("staff:task", task_id)


@require_POST
@for_kind("staff")
def give(request: Visit, task_id: UUID) -> HttpResponse:
    """Hand it to a colleague, or put it back for whoever comes first."""
    to, now = request.POST.get("to", ""), timezone.now()
    if to:
        attempt(
            request,
            lambda: hand_over(task_id=task_id, to=key(to), by=request.viewer, at=now),
            _("The task is your colleague's."),
        )
    else:
        attempt(
            request, lambda: put_back(task_id=task_id, by=request.viewer, at=now), _("The task is free for anyone.")
        )
    return redirect("staff:task", task_id)


@require_POST
@for_kind("staff")
def take_many(request: Visit) -> HttpResponse:
    """Make those that are ticked one's own; each that a colleague took meanwhile is named."""
    taken = 0
    for text in request.POST.getlist("task")[:SIZE]:
        try:
            claim(task_id=key(text), by=request.viewer, at=timezone.now())
            taken += 1
        except Refusal as no:
            say(request, "bad", no.reason)
    if taken:
        say(request, "good", ngettext("%(n)d task is yours.", "%(n)d tasks are yours.", taken) % {"n": taken})
    return redirect(f"{reverse('staff:queue')}?whose=mine")


@require_POST
@for_kind("staff")
def decide(request: Visit, task_id: UUID) -> HttpResponse:
    """Close it with a decision in words."""
    decision = request.POST.get("decision", "").strip()

    def act() -> None:
        if not decision:
            raise Refusal("work.no_words", N_("Say in a few words what you decided."))
        close(task_id=task_id, decision=decision, by=request.viewer, at=timezone.now())

    attempt(request, act, _("The task is closed."))
    return redirect("staff:task", task_id)
