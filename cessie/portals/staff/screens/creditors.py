"""Creditors whose invoices the house manages: what is owed to them, and the payments on their own accounts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.banking.queries import creditors_accounts
from cessie.domain.invoices import queries as invoices
from cessie.domain.parties import queries as parties
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.creditor_money import act_on_invoice, act_on_money, read_statements, undo_settlement
from cessie.portals.frame.creditor_page import payment_of, payments_of, receivables_of
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def creditor_payments(request: Visit) -> HttpResponse:
    """Payments on the accounts of all creditors: those that wait first."""
    return show(request, "creditor_payments", **payments_of(request, None))


@require_safe
@for_kind("staff")
def creditor_payment(request: Visit, money_id: UUID) -> HttpResponse:
    """One payment, as the creditor's bookkeeper sees it."""
    found = payment_of(request.viewer, money_id, request.GET.get("q", ""))
    return show(request, "creditor_payment", acts=request.viewer.may("matching.decide"), **found)


@require_POST
@for_kind("staff")
def creditor_payment_act(request: Visit, money_id: UUID, act: str) -> HttpResponse:
    """Give it, set it aside, take it up again."""
    act_on_money(request, money_id, act)
    return redirect("staff:creditor_payment", money_id)


@require_safe
@for_kind("staff")
def creditor(request: Visit, client_id: UUID) -> HttpResponse:
    """What is owed to one creditor."""
    client = parties.client(viewer=request.viewer, client_id=client_id)
    return show(
        request,
        "creditor",
        client=client,
        accounts=creditors_accounts(client_id),
        confirmed=parties.confirmed_ibans(client.company_id),
        may_read=request.viewer.may("banking.import"),
        **receivables_of(request, client_id),
    )


@require_POST
@for_kind("staff")
def creditor_statement_in(request: Visit, client_id: UUID) -> HttpResponse:
    """The creditor sent a statement of his bank to the desk: read in his place, and matched at once."""
    parties.client(viewer=request.viewer, client_id=client_id)
    read_statements(request, client_id)
    return redirect("staff:creditor", client_id)


@require_POST
@for_kind("staff")
def creditor_settled(request: Visit, invoice_id: UUID) -> HttpResponse:
    """The creditor told the desk that it is paid elsewhere, or given up."""
    invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    act_on_invoice(request, invoice_id)
    return redirect("staff:invoice", invoice_id)


@require_POST
@for_kind("staff")
def creditor_undo(request: Visit, invoice_id: UUID) -> HttpResponse:
    """It was not settled after all."""
    undo_settlement(request, invoice_id)
    return redirect("staff:invoice", invoice_id)
