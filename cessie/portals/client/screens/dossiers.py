"""The principal's dossiers: where each stands, what was done, what comes next and when, what was paid."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.collection import queries as collection
from cessie.domain.parties import queries as parties
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.claims import do
from cessie.portals.frame.dossiers import PRINCIPAL_ACTS, dossier_list, dossier_page


@require_safe
@for_kind("client")
def dossiers(request: Visit) -> HttpResponse:
    """His dossiers; with ``csv`` as a file."""
    client = client_of(request)
    found = dossier_list(request, client.pk)
    return found if isinstance(found, HttpResponse) else show(request, "dossiers", client, **found)


@require_safe
@for_kind("client")
def dossier(request: Visit, dossier_id: UUID) -> HttpResponse:
    """One of them."""
    row = collection.dossier(viewer=request.viewer, dossier_id=dossier_id)
    client = parties.client(viewer=request.viewer, client_id=row.client_id)
    may = client.pk in request.viewer.acts_for
    return show(request, "dossier", client, **dossier_page(request, dossier_id, may=may))


@require_POST
@for_kind("client")
def dossier_act(request: Visit, dossier_id: UUID, act: str) -> HttpResponse:
    """Note something, complain, answer, recall."""
    collection.dossier(viewer=request.viewer, dossier_id=dossier_id)
    return do(request, PRINCIPAL_ACTS, act, dossier_id, redirect("client:dossier", dossier_id))
