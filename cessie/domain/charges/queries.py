"""What was charged, for whom it concerns: fee invoices with the steps behind each line, and monthly statements."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.charges.explain import Explained, explain
from cessie.domain.charges.models import AccountStatement, FeeInvoice
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def fee_invoices(*, viewer: Viewer, client_id: UUID | None = None, month: date | None = None) -> QuerySet[FeeInvoice]:
    """The fee invoices that the viewer may see, newest first."""
    rows = FeeInvoice.objects.select_related("contract", "client__company").order_by("-month", "-serial")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    return rows.filter(month=month) if month is not None else rows


def fee_invoice(*, viewer: Viewer, invoice_id: UUID) -> FeeInvoice:
    """One of them, or ``NotFound`` where it is not the viewer's."""
    row = fee_invoices(viewer=viewer).filter(pk=invoice_id).first()
    if row is None:
        raise NotFound("charges.unknown_invoice", N_("There is no such invoice."))
    return row


def explained(*, viewer: Viewer, invoice_id: UUID) -> Explained:
    """The invoice, each line beside the month before, the stretches of days behind the interest, the steps of fees."""
    row = fee_invoice(viewer=viewer, invoice_id=invoice_id)
    return explain([row])[row.pk]


def account_statements(*, viewer: Viewer, client_id: UUID | None = None) -> QuerySet[AccountStatement]:
    """The frozen statements of account that the viewer may see, newest month first."""
    rows = AccountStatement.objects.select_related("contract", "client__company").order_by("-month", "number")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    return rows.filter(client_id=client_id) if client_id is not None else rows


def account_statement(*, viewer: Viewer, statement_id: UUID) -> AccountStatement:
    """One of them, or ``NotFound`` where it is not the viewer's."""
    row = account_statements(viewer=viewer).filter(pk=statement_id).first()
    if row is None:
        raise NotFound("charges.unknown_statement", N_("There is no such statement."))
    return row
