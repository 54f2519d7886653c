"""How the house runs: the jobs and what failed of them, the workers, and whether payments may leave."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.keys.queries import names_of
from cessie.domain.payments.halt import halt, standstill
from cessie.domain.payments.resume import resume
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.staff.desk import show
from cessie.workflows.house import failed_jobs

#: Seconds after which a worker that gave no sign counts as gone; a living one gives one every ten.
SILENT = 60


@require_safe
@for_kind("staff")
def operation(request: Visit) -> HttpResponse:
    """The state of jobs and payments."""
    viewer, now = request.viewer, timezone.now()
    queue, still = failed_jobs.queue(), standstill()
    silent = queue.last_sign is None or (now - queue.last_sign).total_seconds() > SILENT
    return show(
        request,
        "operation",
        queue=queue,
        silent=silent,
        jobs=failed_jobs.failed(viewer=viewer),
        standstill=still,
        why=Reason.from_json(still.reason) if still else None,
        names=names_of({still.since_by}, viewer=viewer) if still else {},
        may_decide=viewer.may("house.jobs"),
        may_release=viewer.may("payments.release"),
    )


@require_POST
@for_kind("staff")
def job_act(request: Visit, job_id: int, act: str) -> HttpResponse:
    """Let a failed job run again, or discard it."""
    viewer, now = request.viewer, timezone.now()
    if act == "retry":
        attempt(request, lambda: failed_jobs.retry(job_id=job_id, by=viewer, at=now), _("The job will run again."))
    elif act == "discard":
        words = request.POST.get("note", "")
        done = _("The job is discarded.")
        attempt(request, lambda: failed_jobs.discard(job_id=job_id, words=words, by=viewer, at=now), done)
    else:
        raise Http404
    return redirect("staff:operation")


@require_POST
@for_kind("staff")
def payments_act(request: Visit, act: str) -> HttpResponse:
    """Halt all payments, or let them go again."""
    viewer, now, note = request.viewer, timezone.now(), request.POST.get("note", "").strip()

    def stop() -> None:
        if not note:
            raise Refusal("payments.no_reason", N_("Say in a few words why payments must stand still."))
        halt(reason=Reason("payments.brake", N_("Halted by a person: {note}"), {"note": note}), by=viewer, at=now)

    if act == "halt":
        attempt(request, stop, _("Payments stand still."))
    elif act == "resume":
        attempt(request, lambda: resume(note=note, by=viewer, at=now), _("Payments may leave again."))
    else:
        raise Http404
    return redirect("staff:operation")
