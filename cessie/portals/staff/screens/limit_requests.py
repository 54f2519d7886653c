"""Limits that clients ask for: what the house did not grant by itself waits here for a person."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.credit.ask_insurer import ask_insurer
from cessie.domain.credit.exposure import covers_of, limit_requests, rooms
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, attempt, for_kind, number
from cessie.portals.frame.typed import amount_of
from cessie.portals.staff.desk import show
from cessie.workflows.purchases.limits import answer


@require_safe
@for_kind("staff")
def requests_page(request: Visit) -> HttpResponse:
    """Open requests first to decide, then those that were answered."""
    which = request.GET.get("which", "open")
    rows = limit_requests(viewer=request.viewer)
    rows = rows.filter(state="asked").order_by("asked_at", "id") if which == "open" else rows.exclude(state="asked")
    page = Paginator(rows, 40).get_page(number(request.GET.get("page")))
    now = timezone.now()
    room = rooms([row.debtor_id for row in page], booking_day(now), at=now)
    covers = covers_of(viewer=request.viewer, request_ids=[row.pk for row in page])
    return show(
        request,
        "limit_requests",
        may_ask=bool(settings.INSURER["url"]),
        page=page,
        rows=[
            (
                row,
                Money(row.amount_cents, row.currency),
                Money(row.granted_cents or 0, row.currency),
                room[row.debtor_id],
                covers.get(row.pk, ""),
            )
            for row in page
        ],
        which=which,
        may_decide=request.viewer.may("credit.set_limit"),
    )


@require_POST
@for_kind("staff")
def request_answer(request: Visit, request_id: UUID) -> HttpResponse:
    """Grant an amount, or refuse with none; the client reads the note."""
    said = request.POST.get("granted", "").strip()

    def act() -> None:
        granted = amount_of(said) if said else Money(0)
        answer(
            request_id=request_id,
            granted=granted,
            note=request.POST.get("note", ""),
            by=request.viewer,
            at=timezone.now(),
        )

    attempt(request, act, _("The client has your answer."))
    return redirect("staff:limit_requests")


@require_POST
@for_kind("staff")
def request_insurer(request: Visit, request_id: UUID) -> HttpResponse:
    """Let the insurer be asked; his answer comes by itself."""
    attempt(
        request,
        lambda: ask_insurer(request_id=request_id, by=request.viewer, at=timezone.now()),
        _("The insurer is asked within minutes."),
    )
    return redirect("staff:limit_requests")
