"""Invoices of all clients: those that are held first, any other by search."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cessie.domain.invoices import queries as invoices
from cessie.lib.days import booking_day
from cessie.portals.frame.access import Visit, for_kind, number
from cessie.portals.frame.rows import rows_of
from cessie.portals.staff.desk import show

STATES = ("held", "accepted", "rejected", "received", "all")


@require_safe
@vary_on_headers("HX-Request")
@for_kind("staff")
def invoices_page(request: Visit) -> HttpResponse:
    """Held invoices, unless another state or a search is asked for; asked by htmx only the rows."""
    text, state = request.GET.get("q", ""), request.GET.get("state", "held")
    page = invoices.search(
        viewer=request.viewer,
        text=text,
        state="" if state not in STATES or state == "all" else state,
        sort=request.GET.get("sort", "received" if state == "held" else "-received"),
        page=number(request.GET.get("page")),
    )
    lines = rows_of(page.rows, request.viewer, booking_day(timezone.now()))
    context = {"lines": lines, "page": page, "text": text, "state": state, "sorting": True}
    if request.htmx:
        return render(request, "portals/staff/screens/invoices_found.html", context)
    words = [
        ("held", _("Held")),
        ("accepted", _("Accepted")),
        ("rejected", _("Not accepted")),
        ("received", _("Received")),
        ("all", _("All")),
    ]
    return show(request, "invoices", filters=words, **context)
