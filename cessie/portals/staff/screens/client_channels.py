"""How one client's debtors are written to: the channel that he wants, and what each would have cost him."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.parties import queries as parties
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.wishes import set_wish_of_all, wishes_page
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def client_channels(request: Visit, client_id: UUID) -> HttpResponse:
    """His wish for all, and those for single debtors."""
    viewer = request.viewer
    client = parties.client(viewer=viewer, client_id=client_id)
    may = viewer.may("correspondence.decide")
    return show(request, "client_channels", client=client, may=may, **wishes_page(request, client_id))


@require_POST
@for_kind("staff")
def client_wish(request: Visit, client_id: UUID) -> HttpResponse:
    """Note the wish in his name."""
    parties.client(viewer=request.viewer, client_id=client_id)
    set_wish_of_all(request, client_id)
    return redirect("staff:client_channels", client_id)
