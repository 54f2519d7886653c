"""The client compares with his own contract: what other ways and other offers would have cost him on his own sales."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.comparison.models import Customer
from cessie.domain.parties import queries as parties
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame import comparing_own
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.comparing import FOLDER, Face


def _shown(request: Visit, of: Customer, screen: str, /, **context: object) -> HttpResponse:
    return show(request, screen, parties.client(viewer=request.viewer, client_id=_client(of)), **context)


def _client(customer: Customer) -> UUID:
    if customer.client_id is None:
        raise AssertionError("a client's own pages show clients alone")
    return customer.client_id


#: The shared pages of comparisons as a client sees them.
FACE = Face(
    kind="client", base="client:own_", show=_shown, opened=comparing_own.opened,
    home=lambda _customer: reverse("client:own"), own=comparing_own.own_of,
)  # fmt: skip


@require_safe
@for_kind("client")
def own(request: Visit) -> HttpResponse:
    """His sales, the offers that he noted, the form, and what was compared; a reader of his sees none of it."""
    client = client_of(request)
    if client.pk not in request.viewer.acts_for:
        return show(request, f"{FOLDER}/own.html", client, closed=True)
    context = comparing_own.own_page(FACE, request, client.pk, reverse("client:own_laid", args=[client.pk]))
    return show(request, f"{FOLDER}/own.html", client, may=True, **context)


@require_POST
@for_kind("client")
def own_laid(request: Visit, client_id: UUID) -> HttpResponse:
    """His sales as the house knows them are laid down."""
    comparing_own.laid(request, client_id)
    return redirect("client:own")
