"""The house lays a client's contract beside what it could be and what others offer, on the client's own sales."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.comparison.models import Customer
from cessie.domain.parties import queries as parties
from cessie.portals.frame import comparing_own
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.comparing import FOLDER, Face
from cessie.portals.staff.desk import show


def _shown(request: Visit, _of: Customer, screen: str, /, **context: object) -> HttpResponse:
    return show(request, screen, **context)


#: The shared pages of comparisons as the house sees them.
FACE = Face(
    kind="staff", base="staff:own_", show=_shown, opened=comparing_own.opened,
    home=lambda customer: reverse("staff:own", args=[customer.client_id]),
    above=lambda: (reverse("staff:clients"), _("Clients")), own=comparing_own.own_of,
)  # fmt: skip


@require_safe
@for_kind("staff")
def own(request: Visit, client_id: UUID) -> HttpResponse:
    """His sales, the offers that were noted, the form, and what was compared."""
    client = parties.client(viewer=request.viewer, client_id=client_id)
    context = comparing_own.own_page(FACE, request, client_id, reverse("staff:own_laid", args=[client_id]))
    may = request.viewer.may("contracts.amend")
    return show(request, f"{FOLDER}/own.html", client=client, desk=True, may=may, looks_only=not may, **context)


@require_POST
@for_kind("staff")
def own_laid(request: Visit, client_id: UUID) -> HttpResponse:
    """The client's sales as the house knows them are laid down."""
    comparing_own.laid(request, client_id)
    return redirect("staff:own", client_id)
