"""Withdraw an order that is in no batch."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.payments.models import Order
from cessie.domain.payments.rules.states import ORDER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Reason, Refusal


@transaction.atomic
def cancel(*, order_id: UUID, note: str, by: Viewer, at: datetime) -> Order:
    """Nothing is paid; the money stays on the client's account. Again does nothing.

    Refused: no right (``NotAllowed``), no words, no such order (``NotFound``), one in a batch or beyond
    (``WrongState``: discard the batch first).
    """
    by.require("payments.order")
    if not note.strip():
        raise Refusal("payments.note", N_("Say in a few words why."))
    order = Order.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    if order.state == "cancelled":
        return order
    order.state = ORDER.after(order.state, "cancel")
    order.refusal = Reason("payments.cancelled", N_("Cancelled: {note}"), {"note": note.strip()}).to_json()
    order.save(update_fields=["state", "refusal"])
    record(action="payments.cancel", subject=order, by=by, at=at, client_id=order.client_id)
    return order
