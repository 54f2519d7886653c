"""Say who owes a held invoice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.deciding import locked
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.queries import debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def assign_debtor(*, invoice_id: UUID, debtor_id: UUID, by: Viewer, at: datetime) -> Invoice:
    """A person of the credit desk names the debtor; the invoice is to be assessed again then.

    Refused: no right to it, an invoice that is decided, an unknown invoice or debtor (``NotFound``).
    """
    by.require("invoices.clear")
    invoice = locked(invoice_id, by)
    if invoice.state not in ("received", "held"):
        raise Refusal("invoices.decided", N_("Invoice {number} was decided already."), number=invoice.number)
    row = debtor(viewer=by, debtor_id=debtor_id)
    if invoice.debtor_id != row.pk:
        facts = {"from": invoice.debtor_id, "to": row.pk}
        invoice.debtor = row
        invoice.save(update_fields=["debtor"])
        client_id = invoice.client_id
        record(action="invoices.assign_debtor", subject=invoice, by=by, at=at, client_id=client_id, data=facts)
    return invoice
