"""What a creditor's debtors owe him: how much in each phase, every invoice, and his own word on what is settled."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.correspondence.costs import left_on
from cessie.domain.invoices import queries as invoices
from cessie.domain.managed.listing import Row, managed, rows_of
from cessie.domain.managed.rules.phases import PHASES
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.creditor_money import act_on_invoice, undo_settlement
from cessie.portals.frame.creditor_page import receivables_of
from cessie.portals.frame.table import Cell, csv_file
from cessie.workflows.follow_up.managing import marks_of


@require_safe
@for_kind("client")
def receivables(request: Visit) -> HttpResponse:
    """The phases with what is open in each, and the invoices of the one that is chosen."""
    client = client_of(request)
    left = left_on(viewer=request.viewer, client_id=client.pk, day=booking_day(timezone.now()))
    return show(
        request,
        "receivables",
        client,
        left=left,
        left_cost=Money.total(each.cost for each in left),
        **receivables_of(request, client.pk),
    )


@require_safe
@for_kind("client")
def receivables_csv(request: Visit) -> HttpResponse:
    """Everything that fits, as a file for a spreadsheet."""
    client, today, get = client_of(request), booking_day(timezone.now()), request.GET
    marks = marks_of(client.pk)
    rows = managed(
        viewer=request.viewer, client_id=client.pk, text=get.get("q", ""), wanted=get.get("phase", "open"),
        sort=get.get("sort", ""), on=today, marks=marks,
    )  # fmt: skip
    head = [_("Invoice"), _("Debtor"), _("Issued"), _("Due"), _("Amount"), _("Open"), _("Currency"), _("Phase")]
    found = rows_of(rows, today, marks)
    return csv_file(f"receivables-{client.code}.csv", head, map(_cells, found))


def _cells(row: Row) -> tuple[Cell, ...]:
    label = _(PHASES[row.phase])
    return (
        row.number, row.debtor_name, row.issue_date, row.due_date, row.amount, row.open, row.open.currency, label
    )  # fmt: skip


@require_POST
@for_kind("client")
def invoice_settled(request: Visit, invoice_id: UUID) -> HttpResponse:
    """It is paid elsewhere, or given up."""
    invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    act_on_invoice(request, invoice_id)
    return redirect("client:invoice", invoice_id)


@require_POST
@for_kind("client")
def settlement_undo(request: Visit, invoice_id: UUID) -> HttpResponse:
    """It was not settled after all."""
    undo_settlement(request, invoice_id)
    return redirect("client:invoice", invoice_id)
