"""A credit note lowers what is open on an invoice that the house bought; the client bears it (P13, EX07)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.credits import netted_by
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching import door
from cessie.domain.matching.models import Settlement
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def credit_off(*, credit_note_id: UUID, invoice_id: UUID, amount: Money, by: Viewer, at: datetime) -> Settlement:
    """Take ``amount`` of an accepted credit note off a bought invoice of the same client and debtor; once for the two.

    Locks: contract, invoice, credit note. Refused: no right (``NotAllowed``), a credit note that is not there or not
    accepted (``NotFound``), another debtor's invoice, more than the credit note has left or is open (``TooMuch``).
    """
    by.require("matching.decide")
    with transaction.atomic():
        invoice = door.locked_invoice(invoice_id)
        note = Invoice.objects.select_for_update(of=("self",)).filter(pk=credit_note_id, kind="credit_note").first()
        if note is None or note.state != "accepted":
            raise NotFound("credit_note.unknown", N_("There is no such accepted credit note."))
        former = Settlement.objects.filter(credit_note=note, invoice_id=invoice_id, state="posted").first()
        if former is not None:
            return former
        if (note.client_id, note.debtor_id) != (invoice.client_id, invoice.debtor_id):
            words = N_("Credit note {note} is not of the client and the debtor of {number}.")
            raise Refusal("credit_note.other_party", words, note=note.number, number=invoice.number)
        _require_left(note, amount)
        row = Settlement(
            invoice_id=invoice_id, kind="credit_note", amount_cents=amount.cents, currency=amount.currency,
            credit_note=note, note=note.number, made_at=at, made_by=by.key,
        )  # fmt: skip
        door.move(row, "post", at)
        row.save(force_insert=True)
        door.book(row, invoice, by=by, at=at)
        facts = {"credit_note": str(note.pk), "invoice": str(invoice_id), "amount": amount}
        record(action="matching.credit_off", subject=row, by=by, at=at, client_id=invoice.client_id, data=facts)
    return row


def left_of(note: Invoice) -> Money:
    """What of a credit note is taken off no invoice yet."""
    rows = Settlement.objects.filter(credit_note=note, state__in=["asked", "posted"])
    used = Money(sum(rows.values_list("amount_cents", flat=True)), note.currency) + netted_by(note)
    return Money(abs(note.payable_cents), note.currency) - used


def _require_left(note: Invoice, amount: Money) -> None:
    left = left_of(note)
    if amount.cents <= 0 or amount > left:
        words = N_("Of credit note {note} {left} is left, not {amount}.")
        raise Refusal("credit_note.left", words, note=note.number, left=left, amount=amount)
