"""The end of a month: what it would charge, its progress, what hinders, and the second person's word."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.banking.say_still import say_still
from cessie.domain.charges.close_month import close_month
from cessie.domain.charges.month_ends import month_end, month_ends, preview, progress
from cessie.domain.charges.start_month import start_month
from cessie.domain.documents.queries import content
from cessie.domain.keys.queries import names_of
from cessie.domain.users.rules.viewer import NotFound
from cessie.ledger.period import first_open, following
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, say
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show
from cessie.workflows import jobs


@require_safe
@for_kind("staff")
def month_end_page(request: Visit) -> HttpResponse:
    """Former month ends; for a chosen month what its end would charge. Nothing is written."""
    viewer, now = request.viewer, timezone.now()
    before = (booking_day(now).replace(day=1) - timedelta(days=1)).replace(day=1)
    month, look = min(first_open() or before, before), None
    if request.GET.get("month"):
        try:
            month = _month(request.GET["month"])
            look = preview(viewer=viewer, month=month, at=now)
        except Refusal as no:
            say(request, "bad", no.reason)
    rows = list(month_ends(viewer=viewer)[:36])
    people = {row.started_by for row in rows} | {row.closed_by for row in rows}
    return show(
        request, "month_end", rows=rows, month=month, look=look, names=names_of(people, viewer=viewer),
        may_end=viewer.may("charges.end_month"),
    )  # fmt: skip


@require_POST
@for_kind("staff")
def month_start(request: Visit) -> HttpResponse:
    """Start the end of a month, or go on with it."""
    try:
        run = start_month(month=_month(request.POST.get("month", "")), by=request.viewer, at=timezone.now())
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        return redirect("staff:month_end")
    jobs.order_month(run_id=run.pk)
    return redirect("staff:month_run", run.pk)


@require_POST
@for_kind("staff")
def month_still(request: Visit, account_id: UUID) -> HttpResponse:
    """A person saw at the bank that nothing moved on this account up to the end of the month."""
    try:
        month = _month(request.POST.get("month", ""))
    except Refusal as no:
        say(request, "bad", no.reason)
        return redirect("staff:month_end")
    last, now = following(month) - timedelta(days=1), timezone.now()
    words = _("Noted: nothing moved on the account up to then.")
    attempt(request, lambda: say_still(account_id=account_id, until=last, by=request.viewer, at=now), words)
    return redirect(f"{reverse('staff:month_end')}?month={month:%Y-%m}")


@require_safe
@for_kind("staff")
def month_run(request: Visit, run_id: UUID) -> HttpResponse:
    """How far it is, who waits for what; a part of itself while jobs work."""
    viewer = request.viewer
    row = month_end(viewer=viewer, run_id=run_id)
    told = progress(row)
    context = {
        "row": row,
        "told": told,
        "names": names_of({row.started_by, row.closed_by}, viewer=viewer),
        "working": row.state == "running" or (row.state == "closed" and told.papers < told.contracts),
        "may_end": viewer.may("charges.end_month"),
        "may_close": row.state == "ready" and viewer.may("charges.end_month") and row.started_by != viewer.key,
    }
    if request.htmx:
        return render(request, "portals/staff/screens/month_part.html", context)
    return show(request, "month_run", **context)


@require_POST
@for_kind("staff")
def month_close(request: Visit, run_id: UUID) -> HttpResponse:
    """Close it, as the second person."""
    words = _("The month is closed.")
    attempt(request, lambda: close_month(run_id=run_id, by=request.viewer, at=timezone.now()), words)
    jobs.order_statements()
    return redirect("staff:month_run", run_id)


@require_safe
@for_kind("staff")
def month_aged(request: Visit, run_id: UUID) -> HttpResponse:
    """The aged list that was kept."""
    row = month_end(viewer=request.viewer, run_id=run_id)
    if row.aged_id is None:
        raise Http404
    answer = HttpResponse(content(row.aged_id, request.viewer), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="aged-{row.month:%Y-%m}.csv"'
    return answer


def _month(text: str) -> date:
    """A month as browsers send it (2026-06), by its first day."""
    return day_of(f"{text}-01")
