"""How a client's letters look, for whoever answers his debtors."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.correspondence.letterheads import letterheads
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.invoice_out import say_who_sends, sending_of
from cessie.portals.frame.letter_preview import picture
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def letterhead(request: Visit, client_id: UUID) -> HttpResponse:
    """The letter as it comes out now, and every version of its look."""
    client = parties.client(viewer=request.viewer, client_id=client_id)
    versions = list(letterheads(viewer=request.viewer, client_id=client.pk)[:100])
    return show(
        request,
        "letterhead",
        client=client,
        versions=versions,
        names=names_of({version.made_by for version in versions}, viewer=request.viewer),
        picture=reverse("staff:letterhead_picture", args=[client.pk]),
        **sending_of(request.viewer, client.pk),
    )


@require_POST
@for_kind("staff")
def invoice_sending(request: Visit, client_id: UUID) -> HttpResponse:
    """The desk says who sends a client's invoices."""
    client = parties.client(viewer=request.viewer, client_id=client_id)
    say_who_sends(request, client.pk)
    return redirect("staff:letterhead", client.pk)


@require_safe
@for_kind("staff")
def letterhead_picture(request: Visit, client_id: UUID) -> HttpResponse:
    """The letter itself, as a picture."""
    return picture(parties.client(viewer=request.viewer, client_id=client_id).pk, QueryDict())
