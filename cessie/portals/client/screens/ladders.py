"""The creditor's ladders of reminders by segment, his runs, and the packages of what he handed over."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.documents.originals import read
from cessie.domain.dunning.queries import hand_over_of
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind, key
from cessie.portals.frame.download import original
from cessie.portals.frame.ladder_pages import Whose, begin, overview


def whose_of(request: Visit) -> Whose:
    """The chosen client's ladders, and what this person may do with them."""
    client = client_of(request)
    acts = client.pk in request.viewer.acts_for
    return Whose("client", client.pk, client.company.country, acts, acts, reverse("client:letterhead_picture"))


def mine(request: Visit, client_id: UUID | None) -> Whose:
    """The same for a thing of one client; what the house runs in its own name does not exist here."""
    whose = whose_of(request)
    if client_id != whose.client_id:
        raise Http404
    return whose


@require_safe
@for_kind("client")
def ladders(request: Visit) -> HttpResponse:
    """Each segment with its ladder, and the runs."""
    return show(request, "ladders", client_of(request), **overview(request, whose_of(request)))


@require_POST
@for_kind("client")
def run_begin(request: Visit) -> HttpResponse:
    """Begin a run by hand; another client than the chosen one is none of his."""
    return redirect(begin(request, mine(request, key(request.POST.get("client", "")))))


@require_safe
@for_kind("client")
def package(request: Visit, package_id: UUID) -> HttpResponse:
    """The package of claims that were handed over."""
    row = hand_over_of(viewer=request.viewer, hand_over_id=package_id)
    return original(read(row.document_id), "application/zip", f"claims-{row.handed_at:%Y-%m-%d}")
