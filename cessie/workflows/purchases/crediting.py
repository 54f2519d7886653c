"""An accepted credit note finds the invoice that it corrects: bought, it lowers what is open and what is held back;
not bought, the invoice is offered for what is left. What it cannot be taken off waits for a person."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.invoices.credits import corrected, creditable, preceding
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.net_off import net_off
from cessie.domain.managed import credit_off as managed
from cessie.domain.managed.credit_off import left_of
from cessie.domain.managed.queries import is_managed
from cessie.domain.matching.credit_off import credit_off
from cessie.domain.purchase.block import block
from cessie.domain.purchase.queries import offer_with
from cessie.domain.purchase.release_credited import release_credited
from cessie.domain.purchase.supersede import supersede
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.ledger.receivables import ever_bought
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason, Refusal
from cessie.workflows.losses.nonpayment import renew_offers
from cessie.workflows.money_in import release_if_paid

CREDITOR = system("crediting")
PROMPT = timedelta(hours=24)


def credit(*, credit_note_id: UUID, at: datetime) -> bool:
    """Take an accepted credit note off the one invoice that it names; where that is not possible a person is asked.

    Whether all of it is taken off something. Again does nothing.
    """
    note = Invoice.objects.get(pk=credit_note_id)
    left = left_of(note)
    if note.state != "accepted" or not left:
        return not left
    try:
        target = _named(note)
        with transaction.atomic():
            take_off(
                credit_note_id=note.pk, invoice_id=target.pk, amount=min(left, creditable(target)), by=CREDITOR, at=at
            )
    except Refusal as no:
        _ask(note, no.reason, at)
        return False
    return not left_of(note) or not _ask(note, _rest(note), at)


def _named(note: Invoice) -> Invoice:
    numbers = preceding(note)
    target = corrected(note, numbers[0]) if len(numbers) == 1 else None
    if target is None:
        words = N_("It is not known which invoice {note} corrects.")
        raise Refusal("credit_note.no_invoice", words, note=note.number)
    return target


def take_off(*, credit_note_id: UUID, invoice_id: UUID, amount: Money, by: Viewer, at: datetime) -> None:
    """Take part of a credit note off an invoice, by the house itself or by a person who knows.

    Managed: P40. Bought: P13, and the holdback falls with it (P09). Not bought: an open offer is withdrawn and made
    anew for what is left. Refused as ``matching.credit_off``, ``managed.credit_off`` and ``invoices.net_off``.
    """
    by.require("matching.decide")
    with transaction.atomic():
        if invoice_id in ever_bought([invoice_id]):
            row = credit_off(credit_note_id=credit_note_id, invoice_id=invoice_id, amount=amount, by=by, at=at)
            release_credited(invoice_id=invoice_id, credit_id=row.pk, by=CREDITOR, at=at)
            release_if_paid(invoice_id=invoice_id, by=CREDITOR, at=at)
            renew_offers(
                contract_id=row.invoice.contract_id,
                reason=Reason("purchase.debt_moved", N_("What is owed on the current account changed.")),
                at=at,
            )
        elif is_managed(invoice_id):
            managed.credit_off(credit_note_id=credit_note_id, invoice_id=invoice_id, amount=amount, by=by, at=at)
        else:
            _before_purchase(credit_note_id, invoice_id, amount, by, at)
        note = Invoice.objects.filter(pk=credit_note_id).first()
        if note is not None and not left_of(note):
            close(key=_task_key(note.pk), decision="taken off", by=by, at=at)


def _before_purchase(credit_note_id: UUID, invoice_id: UUID, amount: Money, by: Viewer, at: datetime) -> None:
    note = Invoice.objects.filter(pk=credit_note_id).first()
    if note is None or amount > left_of(note):
        raise NotFound("credit_note.unknown", N_("There is no such accepted credit note."))
    offer = offer_with(invoice_id)
    reason = Reason(
        "credit_note.came", N_("Credit note {note} takes {amount} off."), {"note": note.number, "amount": amount}
    )
    if offer is not None:
        block(proposal_id=offer, reasons=[reason], by=CREDITOR, at=at)
    net_off(credit_note_id=credit_note_id, invoice_id=invoice_id, amount=amount, by=by, at=at)
    if offer is not None:
        with suppress(Refusal), transaction.atomic():
            supersede(proposal_id=offer, by=CREDITOR, at=at)


def ask_for_rest(note: Invoice, at: datetime) -> None:
    """Ask a person what the rest of a credit note belongs to, where there is one."""
    if left_of(note):
        _ask(note, _rest(note), at)


def _rest(note: Invoice) -> Reason:
    facts: dict[str, Fact] = {"left": left_of(note), "note": note.number}
    return Reason("credit_note.rest", N_("{left} of credit note {note} is taken off no invoice."), facts)


def _ask(note: Invoice, reason: Reason, at: datetime) -> bool:
    return bool(
        open_task(
            key=_task_key(note.pk),
            kind="credit_note.left",
            subject=note,
            reasons=[reason],
            client_id=note.client_id,
            due_at=at + PROMPT,
            by=CREDITOR,
            at=at,
        )
    )


def _task_key(note_id: UUID) -> str:
    return f"credit_note.left:{note_id}"
