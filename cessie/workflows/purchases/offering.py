"""An accepted invoice is offered for purchase where the contract lets the house offer by itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.clear import clear
from cessie.domain.invoices.deciding import Assessed
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed.manage import manage
from cessie.domain.purchase.pledge import pledge
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.queries import has_offer
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.workflows.follow_up.invoicing import accepted
from cessie.workflows.follow_up.managing import manages
from cessie.workflows.money.pledging import is_pledge
from cessie.workflows.purchases.crediting import credit
from cessie.workflows.purchases.holding import held_for_room

PROMPT = 4  # staffed hours
OFFERER = system("offering")


def offer(*, invoice_id: UUID, at: datetime) -> bool:
    """Offer one accepted invoice unless it has an offer; what stands in the way becomes a task. Whether it has one.

    Under a contract of pledge it is pledged instead, and the client draws on it; under one that buys nothing it is
    managed; on balances it is neither. Where the limits leave too little, it
    is held for people who may let it be bought in part.

    The task goes once the invoice is offered. Two at once make one offer: who comes second finds it.
    """
    invoice = Invoice.objects.get(pk=invoice_id)
    if invoice.kind != "invoice":
        return False
    if has_offer(invoice_id):
        return True
    if is_pledge(invoice, at):
        pledge(invoice_id=invoice_id, by=OFFERER, at=at)
        return True
    if manages(invoice, at):
        manage(invoice_id=invoice_id, by=OFFERER, at=at)
        return True
    if terms_on(invoice.contract_id, booking_day(at))[1].transmission == "BALANCE":
        return False  # it is financed in its ledger
    try:
        with transaction.atomic():
            propose(client_id=invoice.client_id, invoice_ids=[invoice_id], by=OFFERER, at=at)
            close(key=_task_key(invoice_id), decision="offered", by=OFFERER, at=at)
    except Refusal as no:
        if has_offer(invoice_id):
            return True
        if held_for_room(invoice_id=invoice_id, at=at):
            close(key=_task_key(invoice_id), decision="held", by=OFFERER, at=at)
            return False
        open_task(
            key=_task_key(invoice_id),
            kind="invoice.not_offered",
            subject=invoice,
            reasons=[no.reason],
            client_id=invoice.client_id,
            due_at=due_after(at, PROMPT),
            by=OFFERER,
            at=at,
        )
        return False
    return True


def _task_key(invoice_id: UUID) -> str:
    return f"invoice.not_offered:{invoice_id}"


def clear_and_offer(
    *, invoice_id: UUID, note: str, codes: Collection[str] | None = None, by: Viewer, at: datetime
) -> Assessed:
    """A person clears doubts; with the last one the invoice is accepted and offered, in one transaction."""
    with transaction.atomic():
        judged = clear(invoice_id=invoice_id, codes=codes, note=note, by=by, at=at)
        if judged.state == "accepted":
            offer_or_credit(invoice_id=invoice_id, at=at)
    return judged


def offer_or_credit(*, invoice_id: UUID, at: datetime) -> None:
    """What follows once it is accepted: it is sent where its creditor wants that; an invoice is offered, a credit note
    is taken off what it corrects."""
    accepted(invoice_id=invoice_id, at=at)
    if Invoice.objects.filter(pk=invoice_id, kind="credit_note").exists():
        credit(credit_note_id=invoice_id, at=at)
    else:
        offer(invoice_id=invoice_id, at=at)
