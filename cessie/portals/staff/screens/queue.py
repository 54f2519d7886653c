"""The queue of doubts: what waits for a person, who has it, how long it may wait."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.audit.queries import history
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.work import queries as work
from cessie.domain.work.claim import claim
from cessie.domain.work.close import close
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, number
from cessie.portals.frame.vocabulary import TASKS, word
from cessie.portals.staff.desk import show
from cessie.portals.staff.subject import place_of

SIZE = 40


@require_safe
@for_kind("staff")
def queue(request: Visit) -> HttpResponse:
    """Open tasks, the most pressing first; by kind, by owner, or those that were decided."""
    viewer, whose, kind = request.viewer, request.GET.get("whose", ""), request.GET.get("kind", "")
    rows = work.queue(
        viewer=viewer,
        kinds=[kind] if kind else (),
        owner_id=viewer.user_id if whose == "mine" else None,
        unowned=whose == "free",
        closed=whose == "closed",
    )
    page = Paginator(rows, SIZE).get_page(number(request.GET.get("page")))
    names = parties.names({task.client_id for task in page if task.client_id})
    return show(
        request,
        "queue",
        page=page,
        tasks=[(task, place_of(task), names.get(task.client_id, "") if task.client_id else "") for task in page],
        kinds=[(code, word(TASKS, code), n) for code, n in sorted(work.open_by_kind(viewer=viewer).items())],
        owners=[("", _("Open")), ("mine", _("Mine")), ("free", _("Nobody's")), ("closed", _("Decided"))],
        whose_filter=whose,
        kind_filter=kind,
        now=timezone.now(),
        may_decide=viewer.may("work.decide"),
    )


@require_safe
@for_kind("staff")
def task(request: Visit, task_id: UUID) -> HttpResponse:
    """One task with all that a person needs to decide."""
    row = work.task(viewer=request.viewer, task_id=task_id)
    trail = list(history(subject=row, viewer=request.viewer)[:50])
    return show(
        request,
        "task",
        task=row,
        place=place_of(row),
        now=timezone.now(),
        client_name=parties.names([row.client_id]).get(row.client_id, "") if row.client_id else "",
        trail=trail,
        names=names_of({event.actor for event in trail} | {row.closed_by}, viewer=request.viewer),
        may_decide=request.viewer.may("work.decide"),
        mine=row.owner_id == request.viewer.user_id,
    )


@require_POST
@for_kind("staff")
def take(request: Visit, task_id: UUID) -> HttpResponse:
    """Make it one's own."""
    attempt(request, lambda: claim(task_id=task_id, by=request.viewer, at=timezone.now()), _("The task is yours."))
    return redirect("staff:task", task_id)


@require_POST
@for_kind("staff")
def decide(request: Visit, task_id: UUID) -> HttpResponse:
    """Close it with a decision in words."""
    decision = request.POST.get("decision", "").strip()

    def act() -> None:
        if not decision:
            raise Refusal("work.no_words", N_("Say in a few words what you decided."))
        close(task_id=task_id, decision=decision, by=request.viewer, at=timezone.now())

    done = attempt(request, act, _("The task is closed."))
    return redirect("staff:queue") if done else redirect("staff:task", task_id)
