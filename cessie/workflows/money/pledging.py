"""Pledged invoices: what their debtors pay repays the advances, and what is over is the client's (EX17)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.allocate import allocate, lock_receipt
from cessie.domain.matching.models import Match, Receipt
from cessie.domain.matching.named import named_by
from cessie.domain.matching.rules.disposal import Elsewhere
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.queries import orders
from cessie.domain.purchase.balance import free_credit
from cessie.domain.purchase.models import Pledge
from cessie.domain.purchase.pledged import drawing, open_pledge
from cessie.domain.purchase.unpledge import pledge_again, unpledge
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.ledger import queries as ledger
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.workflows.money.paying import order_payout

#: What follows from a person's word about money is the house's own act.
HOUSE = system("pledging")
#: How the keys of orders begin that pay out what is over.
SURPLUS = "pledge:"


def is_pledge(invoice: Invoice, at: datetime) -> bool:
    """Whether the contract pledges instead of selling."""
    return terms_on(invoice.contract_id, booking_day(at))[1].transfer_form == "PLEDGE"


def collect(*, receipt_id: UUID, invoice_id: UUID, amount: Money, by: Viewer, at: datetime) -> Match:
    """``amount`` of a receipt pays a pledged invoice: first the advances (P08 to 1200), the rest is the client's (P21)
    and is paid out; the pledge is released as far (P38). Advances that wait and are not borne any more are cancelled.

    Locks: the receipt, the contract. Refused as ``matching.allocate`` and ``purchase.unpledge``.
    """
    with transaction.atomic():
        pledged = Pledge.objects.select_related("contract").filter(invoice_id=invoice_id).first()
        if pledged is None:
            raise NotFound("purchase.not_pledged", N_("This invoice is not pledged."))
        contract = pledged.contract
        lock_receipt(receipt_id)
        lock(contract.pk)
        owed = drawing(contract.pk, booking_day(at)).outstanding
        repaid = min(owed, amount)
        over = amount - repaid
        uses = [Elsewhere("advance", repaid, contract_id=contract.pk)] if repaid else []
        uses += [Elsewhere("not_bought", over, contract_id=contract.pk)] if over else []
        match = allocate(receipt_id=receipt_id, allocations={}, uses=uses, rule="pledge", by=by, at=at)
        unpledge(invoice_id=invoice_id, amount=amount, match_id=match.pk, by=HOUSE, at=at)
        _stop_what_is_not_borne(contract.pk, at)
        order_payout(
            key=f"{SURPLUS}{match.pk}",
            contract_id=contract.pk,
            client_id=contract.client_id,
            amount=min(over, free_credit(contract.pk, contract.currency)),
            text=contract.number,
            by=HOUSE,
            at=at,
        )
    return match


def recognise(*, receipt_id: UUID, by: Viewer, at: datetime) -> UUID | None:
    """Collect what names one pledged invoice and is no more than is pledged of it; the invoice, or None."""
    receipt = Receipt.objects.select_related("line").get(pk=receipt_id)
    left = ledger.unallocated([receipt.line_id], currency=receipt.currency)[receipt.line_id]
    open_now = open_pledge([invoice.id for invoice in named_by(receipt)])
    if not left or len(open_now) != 1 or Match.objects.filter(receipt=receipt, state="reversed").exists():
        return None
    ((invoice_id, still),) = open_now.items()
    if left > still:
        return None
    collect(receipt_id=receipt_id, invoice_id=invoice_id, amount=left, by=by, at=at)
    return invoice_id


def undo_collection(*, match_id: UUID, note: str, at: datetime) -> None:
    """A match was undone: what it had released is pledged again, and the payout of what was over is stopped."""
    if pledge_again(match_id=match_id, note=note, by=HOUSE, at=at):
        for waiting in orders(HOUSE, begins=f"{SURPLUS}{match_id}", states=["ordered"]):
            cancel(order_id=waiting.id, note=note, by=HOUSE, at=at)


def _stop_what_is_not_borne(contract_id: UUID, at: datetime) -> None:
    """Cancel advances that wait, the newest first, until the pledge bears the rest."""
    waiting = orders(HOUSE, begins=f"advance:{contract_id}/", states=["ordered"])
    for found in sorted(waiting, key=lambda row: row.ordered_at, reverse=True):
        if not drawing(contract_id, booking_day(at)).over:
            return
        cancel(order_id=found.id, note="the pledge does not bear it any more", by=HOUSE, at=at)
