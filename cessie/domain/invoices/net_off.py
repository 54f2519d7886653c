"""A credit note comes before the house buys: the invoice is offered for what is left, or not at all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.credits import creditable, netted_by
from cessie.domain.invoices.deciding import locked, move
from cessie.domain.invoices.models import Credit, Invoice
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.receivables import ever_bought, ever_managed
from cessie.lib.money import Money, half_up
from cessie.lib.reasons import N_, Refusal


def net_off(*, credit_note_id: UUID, invoice_id: UUID, amount: Money, by: Viewer, at: datetime) -> Credit:
    """Take ``amount`` of an accepted credit note off an invoice that is not bought; once for the two.

    An invoice of which nothing is left is withdrawn. Locks: invoice, credit note. Whoever offers it looks again.
    Refused: not there for him (``NotFound``), another client's or debtor's, an invoice that is bought, more than is
    left of either.
    """
    with transaction.atomic():
        invoice = locked(invoice_id, by)
        note = Invoice.objects.select_for_update(of=("self",)).filter(pk=credit_note_id, kind="credit_note").first()
        if note is None or note.state != "accepted" or not by.sees_client(note.client_id):
            raise NotFound("credit_note.unknown", N_("There is no such accepted credit note."))
        former = Credit.objects.filter(credit_note=note, invoice=invoice, undone_at__isnull=True).first()
        if former is not None:
            return former
        _require(note, invoice, amount)
        share = half_up((note.net_cents * amount.decimal * 100) / abs(note.payable_cents))
        row = Credit.objects.create(
            credit_note=note, invoice=invoice, amount_cents=amount.cents, net_cents=min(abs(share), amount.cents),
            made_at=at, made_by=by.key,
        )  # fmt: skip
        facts = {"credit_note": str(note.pk), "amount": amount}
        record(action="invoices.net_off", subject=invoice, by=by, at=at, client_id=invoice.client_id, data=facts)
        if not creditable(invoice) and invoice.state in ("held", "accepted"):
            move(invoice, "withdraw", by, at)
    return row


def _require(note: Invoice, invoice: Invoice, amount: Money) -> None:
    if (note.client_id, note.debtor_id, note.currency) != (invoice.client_id, invoice.debtor_id, invoice.currency):
        words = N_("Credit note {note} is not of the client and the debtor of {number}.")
        raise Refusal("credit_note.other_party", words, note=note.number, number=invoice.number)
    if ever_bought([invoice.pk]) or ever_managed([invoice.pk]) or invoice.kind != "invoice":
        raise Refusal("credit_note.bought", N_("{number} is bought or managed already."), number=invoice.number)
    left = Money(abs(note.payable_cents), note.currency) - netted_by(note)
    most = min(left, creditable(invoice))
    if amount.cents <= 0 or amount > most:
        words = N_("Of credit note {note} at most {left} can be taken off {number}, not {amount}.")
        raise Refusal("credit_note.left", words, note=note.number, left=most, number=invoice.number, amount=amount)
