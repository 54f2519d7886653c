"""Reports for a client: his own figures, as the house sees them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.parties.models import Client
from cessie.domain.reports.queries import kinds
from cessie.lib.days import booking_day
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.reports import Report, context_of, file_of, report_of


@require_safe
@for_kind("client")
def reports_page(request: Visit) -> HttpResponse:
    """What can be asked."""
    told = [(code, _(kind.TITLE), _(kind.ABOUT)) for code, kind in kinds().items()]
    return show(request, "reports", client_of(request), kinds=told)


@require_safe
@for_kind("client")
def report_page(request: Visit, report: str) -> HttpResponse:
    """One report of the chosen client."""
    client = client_of(request)
    return show(request, "report", client, **context_of(_asked(request, report, client), request))


@require_safe
@for_kind("client")
def report_file(request: Visit, report: str, ending: str) -> HttpResponse:
    """The same for a spreadsheet."""
    return file_of(_asked(request, report, client_of(request)), ending)


def _asked(request: Visit, code: str, client: Client) -> Report:
    return report_of(request, code, booking_day(timezone.now()), frozenset([client.pk]))
