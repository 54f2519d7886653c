"""A match, or what closed an invoice without money, is undone: the invoices are open again, their holdback is held
again, and its payout waits no longer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.credit import locks
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.allocate import lock_receipt
from cessie.domain.matching.models import Allocation, ClaimShare, Match, Settlement, Use
from cessie.domain.matching.reverse import reverse
from cessie.domain.matching.unsettle import unsettle
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.queries import batch, orders
from cessie.domain.purchase.balance import free_credit
from cessie.domain.purchase.hold_again import hold_again
from cessie.domain.purchase.release_credited import hold_credited
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.money.paying import RELEASES, order_payout
from cessie.workflows.money.pledging import undo_collection

#: Whoever may undo a match need not be one who may release or pay: what follows from his word is the house's own act.
UNDOER = system("undoing")


class InDraft(Refusal):
    """A payout that followed lies in a prepared batch, which ``batch_id`` names."""


def undo(*, match_id: UUID, note: str, by: Viewer, at: datetime) -> Match:
    """Reverse a match and everything that followed from it as far as no money has left; again does nothing.

    A payout of the holdback that is still an order is cancelled; one in a prepared batch stands in the way
    (``InDraft``); what has left already, the client owes. Locks: the
    contracts first (``credit.locks``), as a release of the same invoices does, then as ``matching.reverse``. Refused
    as ``matching.reverse``.
    """
    with transaction.atomic():
        paid = Allocation.objects.filter(match_id=match_id).values_list("invoice_id", flat=True)
        closed = Settlement.objects.filter(match_id=match_id).values_list("invoice_id", flat=True)
        claims = ClaimShare.objects.filter(match_id=match_id).values_list("invoice_id", flat=True)
        touched = sorted({*paid, *closed, *claims})
        contracts = set(Invoice.objects.filter(pk__in=touched).values_list("contract_id", flat=True))
        contracts |= set(
            Use.objects.filter(match_id=match_id, contract__isnull=False).values_list("contract_id", flat=True)
        )
        receipt_id = Match.objects.filter(pk=match_id).values_list("receipt_id", flat=True).first()
        if receipt_id is not None:
            lock_receipt(receipt_id)  # before the contracts, as whoever matches it
        locks.take(contract_ids=contracts, debtor_ids=())
        for invoice_id in touched:
            require_no_draft(invoice_id)
        match = reverse(match_id=match_id, note=note, by=by, at=at)
        undo_collection(match_id=match.pk, note=note, at=at)
        for invoice_id in touched:
            open_again(invoice_id, note, at)
    return match


def undo_settlement(*, settlement_id: UUID, note: str, by: Viewer, at: datetime) -> Settlement:
    """Undo what closed (part of) an invoice without money, with the holdback that followed it; again does nothing.

    Locks and refusals as ``undo`` and ``matching.unsettle``.
    """
    with transaction.atomic():
        known = Settlement.objects.filter(pk=settlement_id).values_list("invoice__contract_id", "invoice_id").first()
        if known is None:
            raise NotFound("settle.unknown", N_("There is no such settlement."))
        contract_id, invoice_id = known
        locks.take(contract_ids=[contract_id], debtor_ids=())
        require_no_draft(invoice_id)
        row = unsettle(settlement_id=settlement_id, note=note, by=by, at=at)
        if row.kind == "credit_note":
            hold_credited(invoice_id=invoice_id, credit_id=row.pk, note=note, by=UNDOER, at=at)
        open_again(invoice_id, note, at)
    return row


def open_again(invoice_id: UUID, note: str, at: datetime) -> None:
    """Hold back anew what was released of an invoice that is open again, and stop its payout.

    What the client may have of a stopped payout all the same (a part that another receipt of the debtor freed) is
    ordered anew.
    """
    if hold_again(invoice_id=invoice_id, by=UNDOER, at=at):
        _order_rest(invoice_id, stop_payout(invoice_id, note, at), at)


def _order_rest(invoice_id: UUID, stopped: Money, at: datetime) -> None:
    invoice = Invoice.objects.select_related("contract").get(pk=invoice_id)
    if not stopped or invoice.contract is None:
        return
    begins = f"{RELEASES}{invoice_id}/rest/"
    order_payout(
        key=f"{begins}{len(orders(UNDOER, begins=begins)) + 1}",
        contract_id=invoice.contract.pk,
        client_id=invoice.client_id,
        amount=min(stopped, free_credit(invoice.contract.pk, invoice.contract.currency)),
        text=invoice.number,
        by=UNDOER,
        at=at,
    )


def require_no_draft(invoice_id: UUID) -> None:
    """A payout that lies in a prepared batch would leave with it: the batch is discarded first."""
    for order in orders(UNDOER, begins=f"{RELEASES}{invoice_id}/", states=["batched"]):
        found = batch(UNDOER, order.batch_id) if order.batch_id else None
        if found is not None:
            raise InDraft(
                "undoing.in_draft",
                N_("The holdback of {amount} lies in batch {batch}, which is prepared: discard that batch first."),
                amount=order.amount,
                batch=found.number,
                batch_id=str(found.id),
            )


def stop_payout(invoice_id: UUID, note: str, at: datetime) -> Money:
    """Cancel the payouts of a released holdback that are still orders; how much they were."""
    waiting = orders(UNDOER, begins=f"{RELEASES}{invoice_id}/", states=["ordered"])
    for order in waiting:
        cancel(order_id=order.id, note=note, by=UNDOER, at=at)
    return Money.total(order.amount for order in waiting)
