"""What got paid soonest, of all creditors or of one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cessie.domain.parties import queries as parties
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.worked import aspect_of, lines_of, worked_file, worked_of
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def worked_page(request: Visit) -> HttpResponse:
    """The table of one aspect, and the days after each step; with ``csv`` the table as a file."""
    try:
        client_id = UUID(request.GET["client"]) if request.GET.get("client") else None
    except ValueError:
        client_id = None
    if "csv" in request.GET:
        return worked_file(lines_of(request, client_id, aspect_of(request)))
    choices = [(row.pk, row.company.name) for row in parties.clients(viewer=request.viewer)]
    return show(request, "worked", client_id=client_id, choices=choices, **worked_of(request, client_id))
