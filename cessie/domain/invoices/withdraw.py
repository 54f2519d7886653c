"""The client takes an invoice back before the house has bought it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.invoices.deciding import Assessed, locked, move, outcome
from cessie.domain.invoices.models import Finding
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason, Refusal


@transaction.atomic
def withdraw(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Assessed:
    """Withdraw a held or accepted invoice, with the client's reason; again does nothing.

    The caller answers for an invoice that stands in an offer, is bought or pledged
    (``workflows.purchases.withdrawing``).
    Refused: no right to it (a reader, another client: ``NotAllowed``, ``NotFound``), no note, a credit note, one that
    was decided otherwise.
    """
    invoice = locked(invoice_id, by)
    by.require_client(invoice.client_id)
    if invoice.state == "withdrawn":
        return outcome(invoice)
    if not note.strip():
        raise Refusal("invoices.withdraw_note", N_("Please say why you take it back."))
    if invoice.kind != "invoice" or invoice.state not in ("held", "accepted"):
        raise Refusal("invoices.decided", N_("Invoice {number} was decided already."), number=invoice.number)
    reason = Reason("invoices.withdrawn", N_("Taken back by the client: {note}"), {"note": note.strip()})
    Finding.objects.create(
        invoice=invoice, code="client", severity="note", people=1, reason=reason.to_json(), found_at=at
    )
    move(invoice, "withdraw", by, at)
    return outcome(invoice)
