"""A match is undone: the invoices are open again, their holdback is held again, and its payout waits no longer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.matching.models import Match
from cessie.domain.matching.reverse import reverse
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.queries import orders
from cessie.domain.purchase.hold_again import hold_again
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows.money_in import RELEASES


def undo(*, match_id: UUID, note: str, by: Viewer, at: datetime) -> Match:
    """Reverse a match and everything that followed from it as far as no money has left; again does nothing.

    A payout of the holdback that is still an order is cancelled; what has left already, the client owes. Refused as
    ``matching.reverse``.
    """
    with transaction.atomic():
        match = reverse(match_id=match_id, note=note, by=by, at=at)
        for invoice_id in match.allocations.order_by("invoice_id").values_list("invoice_id", flat=True):
            if hold_again(invoice_id=invoice_id, by=by, at=at):
                _stop_payout(invoice_id, note, by, at)
    return match


def _stop_payout(invoice_id: UUID, note: str, by: Viewer, at: datetime) -> None:
    for order in orders(by, states=["ordered"]):
        if order.key.startswith(f"{RELEASES}{invoice_id}/"):
            cancel(order_id=order.id, note=note, by=by, at=at)
