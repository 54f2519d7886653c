"""Undo a prepared batch: its orders are free again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.rules.states import BATCH, ORDER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def discard(*, batch_id: UUID, by: Viewer, at: datetime) -> Batch:
    """Take a draft apart. Again does nothing.

    Refused: no right (``NotAllowed``), no such batch (``NotFound``), one that was released (``WrongState``).
    """
    by.require("payments.prepare")
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("payments.unknown_batch", N_("There is no such batch."))
    if batch.state == "discarded":
        return batch
    batch.state = BATCH.after(batch.state, "discard")
    batch.save(update_fields=["state"])
    orders = list(Order.objects.select_for_update(of=("self",)).filter(batch=batch).order_by("pk"))
    for order in orders:
        order.state, order.batch = ORDER.after(order.state, "remove"), None
    Order.objects.bulk_update(orders, ["state", "batch"], batch_size=500)
    keys = [str(order.pk) for order in orders]
    record(action="payments.discard", subject=batch, by=by, at=at, data={"orders": keys})
    return batch
