"""Whether the money for an invoice was here before it: asked when it is judged."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.rules.found import Found
from cessie.domain.matching.models import Receipt
from cessie.domain.matching.rules.early import Came, paid_before
from cessie.ledger.queries import open_references, unallocated
from cessie.lib.money import Money


def early(*, invoice_id: UUID) -> list[Found]:
    """What is unallocated and came before the invoice, held against it. Changes nothing; for jobs.

    Only receipts that no invoice took are looked at, and they are few.
    """
    invoice = Invoice.objects.defer("content").get(pk=invoice_id)
    lines = open_references("2300", currency=invoice.currency)
    if invoice.kind != "invoice" or not lines:
        return []
    rows = Receipt.objects.filter(line__in=lines, received_at__lt=invoice.received_at).select_related("line")
    receipts = list(rows.order_by("received_at", "pk"))
    left = unallocated([row.line_id for row in receipts], currency=invoice.currency)
    came = [
        Came(left[row.line_id], row.line.booked_date, row.line.structured, row.line.text, row.line.counterparty_iban)
        for row in receipts
        if left[row.line_id]
    ]
    payable = Money(invoice.payable_cents, invoice.currency)
    found = paid_before(invoice.payment_reference, invoice.number, payable, came)
    return [found] if found else []
