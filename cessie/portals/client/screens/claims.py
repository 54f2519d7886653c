"""Disputes, promises and plans of the client's invoices: lists, one of each, and what is decided on them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.arrangements import queries as agreed
from cessie.domain.disputes import queries as disputes
from cessie.domain.invoices import queries as invoices
from cessie.domain.parties import queries as parties
from cessie.portals.client.whose import client_of, show
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


@require_safe
@for_kind("client")
def disputes_page(request: Visit) -> HttpResponse:
    """What debtors contest; with ``csv`` as a file."""
    client = client_of(request)
    found = dispute_list(request, client.pk)
    return found if isinstance(found, HttpResponse) else show(request, "disputes", client, **found)


@require_safe
@for_kind("client")
def arrangements_page(request: Visit) -> HttpResponse:
    """What debtors promised and pay in instalments; with ``csv`` as a file."""
    client = client_of(request)
    found = arrangement_list(request, client.pk)
    return found if isinstance(found, HttpResponse) else show(request, "arrangements", client, **found)


@require_safe
@for_kind("client")
def dispute(request: Visit, dispute_id: UUID) -> HttpResponse:
    """One dispute with all that was said."""
    row = disputes.dispute(viewer=request.viewer, dispute_id=dispute_id).row
    client = parties.client(viewer=request.viewer, client_id=row.invoice.client_id)
    may = client.pk in request.viewer.acts_for
    return show(request, "dispute", client, **dispute_page(request, dispute_id, may=may))


@require_safe
@for_kind("client")
def arrangement(request: Visit, arrangement_id: UUID) -> HttpResponse:
    """One promise or plan with its instalments."""
    row = agreed.arrangement(viewer=request.viewer, arrangement_id=arrangement_id).row
    client = parties.client(viewer=request.viewer, client_id=row.client_id)
    may = client.pk in request.viewer.acts_for
    return show(request, "arrangement", client, **arrangement_page(request, arrangement_id, may=may))


@require_safe
@for_kind("client")
def evidence(request: Visit, evidence_id: UUID) -> HttpResponse:
    """A file of a dispute, byte for byte."""
    return evidence_file(request, evidence_id)


@require_POST
@for_kind("client")
def dispute_act(request: Visit, dispute_id: UUID, act: str) -> HttpResponse:
    """Answer, decide, open again, add a file."""
    disputes.dispute(viewer=request.viewer, dispute_id=dispute_id)
    return do(request, DISPUTE_ACTS, act, dispute_id, redirect("client:dispute", dispute_id))


@require_POST
@for_kind("client")
def arrangement_act(request: Visit, arrangement_id: UUID, act: str) -> HttpResponse:
    """Approve, decline, end."""
    agreed.arrangement(viewer=request.viewer, arrangement_id=arrangement_id)
    return do(request, ARRANGEMENT_ACTS, act, arrangement_id, redirect("client:arrangement", arrangement_id))


@require_POST
@for_kind("client")
def invoice_claim(request: Visit, invoice_id: UUID, act: str) -> HttpResponse:
    """Note in the debtor's name that he contests the invoice, or promises to pay it."""
    invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    return do(request, INVOICE_ACTS, act, invoice_id, redirect("client:invoice", invoice_id))
