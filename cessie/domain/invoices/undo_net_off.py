"""A credit note was taken off the wrong invoice before the house bought it: the invoice is whole again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.credits import creditable
from cessie.domain.invoices.deciding import locked, move
from cessie.domain.invoices.models import Credit
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.receivables import ever_bought
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def undo_net_off(*, credit_id: UUID, note: str, by: Viewer, at: datetime) -> Credit:
    """Put back what a credit note took off an invoice that is not bought; again does nothing.

    An invoice that was withdrawn because nothing was left of it is held, so that it is judged anew by the caller, who
    also makes its offer anew. Locks: the invoice. Refused: no right or no person (``NotAllowed``), no note, unknown
    (``NotFound``), an invoice that was bought for what was left: there the credit note stays.
    """
    by.require("matching.decide")
    if not note.strip():
        raise Refusal("credit_note.no_note", N_("Say why you decide so."))
    with transaction.atomic():
        known = Credit.objects.filter(pk=credit_id).values_list("invoice_id", flat=True).first()
        if known is None:
            raise NotFound("credit_note.unknown", N_("There is no such accepted credit note."))
        invoice = locked(known, by)
        row = Credit.objects.select_for_update(of=("self",)).get(pk=credit_id)
        if row.undone_at is not None:
            return row
        if invoice.pk in ever_bought([invoice.pk]):
            words = N_("{number} was bought for what the credit note left of it: it cannot be undone any more.")
            raise Refusal("credit_note.bought_less", words, number=invoice.number)
        emptied = invoice.state == "withdrawn" and not creditable(invoice)
        row.undone_at, row.undone_by, row.undone_note = at, by.key, note.strip()
        row.save(update_fields=["undone_at", "undone_by", "undone_note"])
        facts = {"credit_note": str(row.credit_note_id), "amount": Money(row.amount_cents, invoice.currency)}
        record(
            action="invoices.undo_net_off", subject=invoice, by=by, at=at, client_id=invoice.client_id,
            data=facts | {"note": note.strip()},
        )  # fmt: skip
        if emptied:
            move(invoice, "restore", by, at)
    return row
