"""Make a prepared batch anew, without what may not leave any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.payments.discard import discard
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.queries import waiting_orders
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import bank_day_from, booking_day


@transaction.atomic
def prepare_again(*, batch_id: UUID, by: Viewer, at: datetime) -> Batch | None:
    """The batch is taken apart and its orders prepared once more, but for those that are held now; None if all are.

    It is a new batch under a new number: whoever releases it sees just what will leave, and must be another person
    than the one who made it anew. A day of execution that went by becomes today or the next day on which banks work.

    Refused as ``discard`` and ``prepare``; a batch that was made anew already has no orders (``None``).
    """
    by.require("payments.prepare")
    ours = list(Order.objects.filter(batch_id=batch_id).order_by("pk").values_list("pk", flat=True))
    former = discard(batch_id=batch_id, by=by, at=at)
    free = {order.id for order in waiting_orders(by, ids=ours, at=at) if not order.holds}
    if not free:
        return None
    day = max(former.execution_date, bank_day_from(booking_day(at)))
    return prepare(account_id=former.account_id, order_ids=free, execution_date=day, by=by, at=at)
