"""Pay again what the bank refused or sent back, to an account of the same client."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.payments.models import Order
from cessie.domain.payments.order import order
from cessie.domain.payments.tasks import order_task_key
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def order_again(*, order_id: UUID, payee_id: UUID, by: Viewer, at: datetime) -> Order:
    """A new order for one that was rejected, returned or cancelled; each is replaced once. Again gives the same one.

    Refused: no right (``NotAllowed``), no such order (``NotFound``), one whose money is still on its way or arrived.
    """
    by.require("payments.order")
    former = Order.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if former is None:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    if former.state not in ("rejected", "returned", "cancelled"):
        raise Refusal("payments.not_back", N_("The money of this order did not come back."))
    new = order(
        key=f"again:{former.pk}",
        rule=former.rule,
        amount=Money(former.amount_cents, former.currency),
        payee_id=payee_id,
        contract_id=former.contract_id,
        client_id=former.client_id,
        text=former.text,
        by=by,
        at=at,
    )
    close(key=order_task_key(former.pk), decision="ordered again", by=by, at=at)
    return new
