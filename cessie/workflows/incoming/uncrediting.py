"""A credit note was taken off an invoice by mistake before it was bought: the invoice is offered whole again."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.credit import locks
from cessie.domain.invoices.models import Credit
from cessie.domain.invoices.undo_net_off import undo_net_off
from cessie.domain.purchase.block import block
from cessie.domain.purchase.queries import offer_with
from cessie.domain.purchase.supersede import supersede
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.incoming.intake import judge
from cessie.workflows.purchases.crediting import CREDITOR, ask_for_rest


def undo_netting(*, credit_id: UUID, note: str, by: Viewer, at: datetime) -> Credit:
    """Undo it with all that followed: an open offer is made anew for the whole, what was withdrawn is judged anew, and
    a person is asked where the credit note belongs. Again does nothing. Refused as ``invoices.undo_net_off``."""
    with transaction.atomic():
        known = Credit.objects.select_related("invoice", "credit_note").filter(pk=credit_id).first()
        if known is None or not by.sees_client(known.invoice.client_id):
            raise NotFound("credit_note.unknown", N_("There is no such accepted credit note."))
        if known.undone_at is not None:
            return known
        invoice = known.invoice
        locks.take(contract_ids=[invoice.contract_id], debtor_ids=[invoice.debtor_id] if invoice.debtor_id else [])
        offer = offer_with(invoice.pk)
        if offer is not None:
            amount = Money(known.amount_cents, invoice.currency)
            words = N_("Credit note {note} does not take {amount} off any more.")
            gone = Reason("credit_note.undone", words, {"note": known.credit_note.number, "amount": amount})
            block(proposal_id=offer, reasons=[gone], by=CREDITOR, at=at)
        row = undo_net_off(credit_id=credit_id, note=note, by=by, at=at)
        if offer is not None:
            with suppress(Refusal), transaction.atomic():  # what stays blocked waits with the desk
                supersede(proposal_id=offer, by=CREDITOR, at=at)
        elif invoice.state == "withdrawn":
            judge(invoice_id=invoice.pk, at=at)
        ask_for_rest(known.credit_note, at)
    return row
