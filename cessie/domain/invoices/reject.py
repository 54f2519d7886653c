"""A person of the credit desk declines an invoice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.invoices.deciding import Assessed, locked, move, outcome
from cessie.domain.invoices.models import Finding
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason, Refusal


@transaction.atomic
def reject(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Assessed:
    """Decline a received or held invoice for a reason that the client may read; again does nothing.

    Refused: no right to it, no note, an invoice that was accepted, one that does not exist (``NotFound``).
    """
    by.require("invoices.reject")
    if not note.strip():
        raise Refusal("invoices.no_note", N_("Please say why it is declined."))
    invoice = locked(invoice_id, by)
    if invoice.state == "rejected":
        return outcome(invoice)
    if invoice.state not in ("received", "held"):
        raise Refusal("invoices.decided", N_("Invoice {number} was decided already."), number=invoice.number)
    reason = Reason("invoices.declined", N_("Declined: {note}"), {"note": note.strip()})
    Finding.objects.create(
        invoice=invoice, code="desk", severity="reject", people=2, reason=reason.to_json(), found_at=at
    )
    move(invoice, "reject", by, at)
    return outcome(invoice)
