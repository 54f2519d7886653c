"""How it stands: what can still be financed, what is open, how old it is, what is coming, what waits for a word."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.contracts.queries import contracts, told_since
from cessie.domain.invoices import queries as invoices
from cessie.domain.managed import queries as managed
from cessie.domain.purchase import queries as purchase
from cessie.lib.days import booking_day
from cessie.portals.client.figures import figures_of
from cessie.portals.client.whose import choose, client_of, show
from cessie.portals.frame import charts
from cessie.portals.frame.access import Visit, for_kind, key
from cessie.portals.frame.rows import rows_of

LATEST = 8


@require_safe
@for_kind("client")
def dashboard(request: Visit) -> HttpResponse:
    """The first page of a client."""
    viewer, client, at = request.viewer, client_of(request), timezone.now()
    if managed.glance(viewer=viewer, client_id=client.pk).manages:
        return redirect("client:receivables")
    own = list(contracts(viewer=viewer).filter(client=client).select_related(None))
    figures = figures_of(own, at)
    latest = invoices.latest(viewer=viewer, client_id=client.pk, limit=LATEST)
    gauge = None
    if figures.facility is not None:
        drawn = figures.facility.limit - figures.facility.room
        gauge = charts.gauge(_("Facility used"), drawn, figures.facility.limit)
    return show(
        request,
        "dashboard",
        client,
        figures=figures,
        offers=purchase.offers(viewer=viewer, client_id=client.pk),
        latest=rows_of(latest, viewer, booking_day(at)),
        gauge=gauge,
        ending=[row for row in own if row.state in ("ending", "run_off")],
        sends=figures.sends,
        disclosed=told_since([row.pk for row in own]),
        ageing=charts.bars(_("Open invoices by days past due"), figures.ageing),
        forecast=charts.line(_("Holdback that comes free, by week"), figures.forecast),
    )


@require_POST
@for_kind("client")
def chosen(request: Visit) -> HttpResponse:
    """Look for another of one's clients."""
    choose(request, key(request.POST.get("client", "")))
    return redirect("client:dashboard")
