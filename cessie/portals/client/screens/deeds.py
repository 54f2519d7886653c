"""The deeds by which a client transferred: each on paper, and whether it is registered where the law wants that."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cessie.domain.purchase.deeds import deed_of, deeds
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.deeds import deed_cells, deed_file, deed_head, deed_list_file, deed_row
from cessie.portals.frame.lists import cut
from cessie.portals.frame.table import csv_file


@require_safe
@for_kind("client")
def deeds_page(request: Visit) -> HttpResponse:
    """The newest first, found by number; with ``csv`` all that fit as a file."""
    client, text = client_of(request), request.GET.get("q", "")
    rows = deeds(viewer=request.viewer, client_id=client.pk, text=text)
    if "csv" in request.GET:
        return csv_file("deeds.csv", deed_head(), (deed_cells(row) for row in rows.iterator(chunk_size=500)))
    page = cut(request, rows)
    return show(request, "deeds", client, page=page, lines=[deed_row(row) for row in page], text=text)


@require_safe
@for_kind("client")
def deed_paper(request: Visit, deed_id: UUID) -> HttpResponse:
    """One deed as a PDF/A."""
    _own(request, deed_id)
    return deed_file(request.viewer, deed_id)


@require_safe
@for_kind("client")
def deed_list(request: Visit, deed_id: UUID) -> HttpResponse:
    """The list of its claims, as it was made on it."""
    _own(request, deed_id)
    return deed_list_file(request.viewer, deed_id)


def _own(request: Visit, deed_id: UUID) -> None:
    if deed_of(viewer=request.viewer, deed_id=deed_id).client_id != client_of(request).pk:
        raise NotFound("deeds.unknown", N_("There is no such deed."))
