"""Reports for the house: all of them on one page, then each with its figures, its files and its proof."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.parties import queries as parties
from cessie.domain.reports.queries import kinds
from cessie.lib.days import booking_day
from cessie.portals.frame.access import Visit, for_kind, key
from cessie.portals.frame.reports import Report, context_of, file_of, report_of
from cessie.portals.staff.desk import show

LINKS = {"client": "staff:client", "debtor": "staff:debtor"}


@require_safe
@for_kind("staff")
def reports_page(request: Visit) -> HttpResponse:
    """What can be asked."""
    return show(request, "reports", kinds=[(code, _(kind.TITLE), _(kind.ABOUT)) for code, kind in kinds().items()])


@require_safe
@for_kind("staff")
def report_page(request: Visit, report: str) -> HttpResponse:
    """One report, of all clients or of one."""
    found, chosen = _asked(request, report)
    clients = [(row.pk, row.company.name) for row in parties.clients(viewer=request.viewer)]
    return show(request, "report", clients=clients, chosen=chosen, **context_of(found, request))


@require_safe
@for_kind("staff")
def report_file(request: Visit, report: str, ending: str) -> HttpResponse:
    """The same for a spreadsheet."""
    return file_of(_asked(request, report)[0], ending)


def _asked(request: Visit, code: str) -> tuple[Report, UUID | None]:
    chosen = key(request.GET["client"]) if request.GET.get("client") else None
    only = None if chosen is None else frozenset([parties.client(viewer=request.viewer, client_id=chosen).pk])
    return report_of(request, code, booking_day(timezone.now()), only, LINKS), chosen
