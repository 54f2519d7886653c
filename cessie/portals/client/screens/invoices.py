"""The client's invoices: searched, sorted, paged, and as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cessie.domain.invoices import queries as invoices
from cessie.lib.days import booking_day
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind, number
from cessie.portals.frame.rows import rows_of
from cessie.portals.frame.table import csv_file

SIZE = 50
#: States by which one may filter, and their words; the address carries the state.
FILTERS = ("", "held", "accepted", "rejected")


@require_safe
@vary_on_headers("HX-Request")
@for_kind("client")
def invoices_page(request: Visit) -> HttpResponse:
    """The list; asked by htmx only its rows."""
    client = client_of(request)
    text, state = request.GET.get("q", ""), request.GET.get("state", "")
    page = invoices.search(
        viewer=request.viewer,
        client_id=client.pk,
        text=text,
        state=state if state in FILTERS else "",
        sort=request.GET.get("sort", ""),
        page=number(request.GET.get("page")),
        size=SIZE,
    )
    context = {
        "lines": rows_of(page.rows, request.viewer, booking_day(timezone.now())),
        "page": page,
        "text": text,
        "state": state,
        "sorting": True,
    }
    if request.htmx:
        return render(request, "portals/client/screens/invoices_found.html", context)
    words = ("", _("All")), ("held", _("Being checked")), ("accepted", _("Accepted")), ("rejected", _("Not accepted"))
    return show(request, "invoices", client, filters=words, **context)


@require_safe
@for_kind("client")
def invoices_csv(request: Visit) -> HttpResponse:
    """Everything that fits the search, as a file for a spreadsheet."""
    client = client_of(request)
    rows, at = [], 1
    while True:
        page = invoices.search(
            viewer=request.viewer,
            client_id=client.pk,
            text=request.GET.get("q", ""),
            state=request.GET.get("state", ""),
            sort="-issued",
            page=at,
            size=2000,
        )
        rows.extend(rows_of(page.rows, request.viewer, booking_day(timezone.now())))
        if at >= page.pages:
            break
        at += 1
    head = [_("Invoice"), _("Debtor"), _("Issued"), _("Due"), _("Amount"), _("Open"), _("Currency"), _("Status")]
    return csv_file(
        f"invoices-{client.code}.csv",
        head,
        (
            (
                line.row.number,
                line.row.debtor_name,
                line.row.issue_date,
                line.row.due_date,
                line.row.face,
                line.open,
                line.row.face.currency,
                _(line.standing.label),
            )
            for line in rows
        ),
    )
