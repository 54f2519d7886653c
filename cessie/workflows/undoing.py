"""A match is undone: the invoices are open again, their holdback is held again, and its payout waits no longer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.credit import locks
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.models import Allocation, Match
from cessie.domain.matching.reverse import reverse
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.queries import orders
from cessie.domain.purchase.hold_again import hold_again
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.workflows.money_in import RELEASES

#: Whoever may undo a match need not be one who may release or pay: what follows from his word is the house's own act.
UNDOER = system("undoing")


def undo(*, match_id: UUID, note: str, by: Viewer, at: datetime) -> Match:
    """Reverse a match and everything that followed from it as far as no money has left; again does nothing.

    A payout of the holdback that is still an order is cancelled; what has left already, the client owes. Locks: the
    contracts first (``credit.locks``), as a release of the same invoices does, then as ``matching.reverse``. Refused
    as ``matching.reverse``.
    """
    with transaction.atomic():
        paid = Allocation.objects.filter(match_id=match_id).values("invoice_id")
        contracts = Invoice.objects.filter(pk__in=paid).values_list("contract_id", flat=True)
        locks.take(contract_ids=list(contracts), debtor_ids=())
        match = reverse(match_id=match_id, note=note, by=by, at=at)
        for invoice_id in match.allocations.order_by("invoice_id").values_list("invoice_id", flat=True):
            if hold_again(invoice_id=invoice_id, by=UNDOER, at=at):
                stop_payout(invoice_id, note, at)
    return match


def stop_payout(invoice_id: UUID, note: str, at: datetime) -> None:
    """Cancel the payout of a released holdback that is still an order."""
    for order in orders(UNDOER, begins=f"{RELEASES}{invoice_id}/", states=["ordered"]):
        cancel(order_id=order.id, note=note, by=UNDOER, at=at)
