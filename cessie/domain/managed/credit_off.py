"""A credit note lowers what is open on a managed invoice (P40)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from cessie.domain.audit.record import record
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed.door import book, locked_invoices, require
from cessie.domain.managed.models import Settlement
from cessie.domain.matching.credit_off import left_of as left_elsewhere
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def credit_off(*, credit_note_id: UUID, invoice_id: UUID, amount: Money, by: Viewer, at: datetime) -> Settlement:
    """Take ``amount`` of an accepted credit note off a managed invoice of the same debtor; once for the two.

    Locks: invoice, credit note. Refused: not there for him (``NotFound``), another debtor's invoice, more than is left
    of the note or open (``TooMuch``).
    """
    with transaction.atomic():
        client_id = Invoice.objects.filter(pk=credit_note_id).values_list("client_id", flat=True).first()
        if client_id is None:
            raise NotFound("credit_note.unknown", N_("There is no such accepted credit note."))
        require(client_id, by)
        invoices = locked_invoices([invoice_id], client_id)
        note = Invoice.objects.select_for_update(of=("self",)).get(pk=credit_note_id)
        former = Settlement.objects.filter(credit_note=note, invoice_id=invoice_id, state="posted").first()
        if former is not None:
            return former
        _require(note, invoices[invoice_id].debtor_id, invoices[invoice_id].number, amount)
        row = Settlement(
            invoice_id=invoice_id, kind="credit_note", amount_cents=amount.cents, currency=amount.currency,
            paid_date=booking_day(at), credit_note=note, rule="credit_note", made_at=at, made_by=by.key,
        )  # fmt: skip
        book([row], invoices, by=by, at=at)
        facts = {"credit_note": str(note.pk), "invoice": str(invoice_id), "amount": amount}
        record(action="managed.credit_off", subject=row, by=by, at=at, client_id=client_id, data=facts)
    return row


def left_of(note: Invoice) -> Money:
    """What of a credit note is taken off no invoice yet, bought or managed."""
    rows = Settlement.objects.filter(credit_note=note, state="posted")
    return left_elsewhere(note) - Money(rows.aggregate(sum=Sum("amount_cents"))["sum"] or 0, note.currency)


def _require(note: Invoice, debtor_id: UUID, number: str, amount: Money) -> None:
    if note.kind != "credit_note" or note.state != "accepted":
        raise NotFound("credit_note.unknown", N_("There is no such accepted credit note."))
    if note.debtor_id != debtor_id:
        words = N_("Credit note {note} is not of the client and the debtor of {number}.")
        raise Refusal("credit_note.other_party", words, note=note.number, number=number)
    left = left_of(note)
    if amount.cents <= 0 or amount > left:
        words = N_("Of credit note {note} {left} is left, not {amount}.")
        raise Refusal("credit_note.left", words, note=note.number, left=left, amount=amount)
