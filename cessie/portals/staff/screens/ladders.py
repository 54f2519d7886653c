"""Ladders of reminders: the house's own for what it bought, and those of each client; the runs of both."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.documents.originals import read
from cessie.domain.dunning.queries import hand_over_of
from cessie.domain.parties import queries as parties
from cessie.portals.frame.access import Visit, for_kind, key
from cessie.portals.frame.download import original
from cessie.portals.frame.ladder_pages import Whose, begin, overview
from cessie.portals.staff.desk import show


def whose_of(request: Visit) -> Whose:
    """The client that the address names, else the house."""
    named = request.GET.get("client", "")
    return of(request, key(named) if named else None)


def of(request: Visit, client_id: UUID | None) -> Whose:
    """Whose ladders they are, and what this person may do with them."""
    viewer = request.viewer
    may_set, may_run = viewer.may("dunning.set"), viewer.may("dunning.run")
    if client_id is None:
        house = parties.house_company()
        return Whose("staff", None, house.country if house else "BE", may_set, may_run)
    client = parties.client(viewer=viewer, client_id=client_id)
    preview = reverse("staff:letterhead_picture", args=[client_id])
    return Whose("staff", client_id, client.company.country, may_set, may_run, preview)


@require_safe
@for_kind("staff")
def ladders(request: Visit) -> HttpResponse:
    """Each segment with its ladder, and the runs."""
    whose = whose_of(request)
    name = parties.client(viewer=request.viewer, client_id=whose.client_id).company.name if whose.client_id else ""
    clients = parties.clients(viewer=request.viewer)[:500]
    return show(request, "ladders", **overview(request, whose), client_name=name, clients=clients)


@require_POST
@for_kind("staff")
def run_begin(request: Visit) -> HttpResponse:
    """Begin a run by hand."""
    return redirect(begin(request, whose_of(request)))


@require_safe
@for_kind("staff")
def package(request: Visit, package_id: UUID) -> HttpResponse:
    """The package of claims that were handed over."""
    row = hand_over_of(viewer=request.viewer, hand_over_id=package_id)
    return original(read(row.document_id), "application/zip", f"claims-{row.handed_at:%Y-%m-%d}")
