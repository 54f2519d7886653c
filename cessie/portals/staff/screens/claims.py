"""Disputes, promises and plans of all clients: lists, one of each, and what is decided on them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.arrangements import queries as agreed
from cessie.domain.audit.queries import history
from cessie.domain.disputes import queries as disputes
from cessie.domain.invoices import queries as invoices
from cessie.domain.keys.queries import names_of
from cessie.domain.purchase.queries import is_sold
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.claims import (
    ARRANGEMENT_ACTS,
    DISPUTE_ACTS,
    INVOICE_ACTS,
    arrangement_list,
    arrangement_page,
    dispute_list,
    dispute_page,
    do,
    evidence_file,
)
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def disputes_page(request: Visit) -> HttpResponse:
    """What debtors contest; with ``csv`` as a file."""
    found = dispute_list(request)
    return found if isinstance(found, HttpResponse) else show(request, "disputes", **found)


@require_safe
@for_kind("staff")
def arrangements_page(request: Visit) -> HttpResponse:
    """What debtors promised and pay in instalments; with ``csv`` as a file."""
    found = arrangement_list(request)
    return found if isinstance(found, HttpResponse) else show(request, "arrangements", **found)


@require_safe
@for_kind("staff")
def dispute(request: Visit, dispute_id: UUID) -> HttpResponse:
    """One dispute with all that was said, and who did what."""
    viewer = request.viewer
    shown = dispute_page(request, dispute_id, may=viewer.may("disputes.decide"))
    row = shown["facts"].row
    trail = list(history(subject=row, viewer=viewer)[:100])
    said = {turn.by for turn in shown["facts"].turns}
    names = names_of({event.actor for event in trail} | said, viewer=viewer)
    return show(request, "dispute", trail=trail, names=names, bought=is_sold(row.invoice_id), **shown)


@require_safe
@for_kind("staff")
def arrangement(request: Visit, arrangement_id: UUID) -> HttpResponse:
    """One promise or plan with its instalments, and who did what."""
    viewer = request.viewer
    shown = arrangement_page(request, arrangement_id, may=viewer.may("arrangements.decide"))
    trail = list(history(subject=shown["facts"].row, viewer=viewer)[:100])
    names = names_of({event.actor for event in trail}, viewer=viewer)
    return show(request, "arrangement", trail=trail, names=names, **shown)


@require_safe
@for_kind("staff")
def evidence(request: Visit, evidence_id: UUID) -> HttpResponse:
    """A file of a dispute, byte for byte."""
    return evidence_file(request, evidence_id)


@require_POST
@for_kind("staff")
def dispute_act(request: Visit, dispute_id: UUID, act: str) -> HttpResponse:
    """Answer, decide, open again, add a file."""
    disputes.dispute(viewer=request.viewer, dispute_id=dispute_id)
    return do(request, DISPUTE_ACTS, act, dispute_id, redirect("staff:dispute", dispute_id))


@require_POST
@for_kind("staff")
def arrangement_act(request: Visit, arrangement_id: UUID, act: str) -> HttpResponse:
    """Approve, decline, end."""
    agreed.arrangement(viewer=request.viewer, arrangement_id=arrangement_id)
    return do(request, ARRANGEMENT_ACTS, act, arrangement_id, redirect("staff:arrangement", arrangement_id))


@require_POST
@for_kind("staff")
def invoice_claim(request: Visit, invoice_id: UUID, act: str) -> HttpResponse:
    """Note in the debtor's name that he contests the invoice, or promises to pay it."""
    invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    return do(request, INVOICE_ACTS, act, invoice_id, redirect("staff:invoice", invoice_id))
