"""A settlement was wrong: the invoice is open again, and the money that paid it waits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed.door import left_of, locked_invoices, locked_receipt, require, restate, take_back
from cessie.domain.managed.models import Settlement
from cessie.domain.managed.tasks import ask
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


def undo(*, settlement_id: UUID, note: str, by: Viewer, at: datetime) -> Settlement:
    """Reverse a settlement (P40, P42), with what was claimed no more because of it; again does nothing.

    Locks: the receipt, the invoice, the settlement.

    Refused: no right or not his (``NotFound``), no note, what an agency collected: that follows from the money itself.
    """
    found = Settlement.objects.filter(pk=settlement_id).values_list("receipt_id", "invoice_id").first()
    if found is None:
        raise NotFound("managed.unknown_settlement", N_("There is no such settlement."))
    receipt_id, invoice_id = found
    client_id = Invoice.objects.values_list("client_id", flat=True).get(pk=invoice_id)
    require(client_id, by)
    if not note.strip():
        raise Refusal("managed.no_note", N_("Please say in a few words why."))
    with transaction.atomic():
        receipt = locked_receipt(receipt_id, by) if receipt_id else None
        locked_invoices([invoice_id], client_id)
        row = Settlement.objects.select_for_update(of=("self",)).get(pk=settlement_id)
        if row.state == "undone":
            return row
        if row.kind == "collected":
            raise Refusal(
                "managed.collected", N_("An agency collected this: what went wrong is put right with the money there.")
            )
        forgone = Settlement.objects.filter(kind="forgone", state="posted", invoice_id=invoice_id)
        with_it = [] if row.receipt_id is None else list(forgone.filter(receipt=row.receipt_id, part=row.part))
        take_back([row, *with_it], note=note.strip(), by=by, at=at)
        record(action="managed.undo", subject=row, by=by, at=at, client_id=client_id, data={"invoice": str(invoice_id)})
        if receipt is not None and restate(receipt, by=by, at=at) and receipt.state == "waiting":
            ask(receipt, left_of(receipt), by=by, at=at)
    return row
