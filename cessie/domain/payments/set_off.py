"""Pay what is left of an order that a debt has taken a part of; the rest is set off against the debt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock
from cessie.domain.payments.cover import uncovered
from cessie.domain.payments.models import Order
from cessie.domain.payments.order import order
from cessie.domain.payments.postings import amount
from cessie.domain.payments.rules.states import ORDER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


@transaction.atomic
def set_off(*, order_id: UUID, by: Viewer, at: datetime) -> Order | None:
    """The order is withdrawn and one for what is left takes its place, to the same account; None where nothing is.

    Nothing is booked: the debt stands on the client's account already. Again gives the same new order.

    Refused: no right (``NotAllowed``), no such order (``NotFound``), one that leaves whole or was not waiting. Locks:
    the contract, the order.
    """
    by.require("payments.order")
    former = _locked(order_id)
    follower = Order.objects.filter(key=f"again:{former.pk}").first()
    if former.state == "cancelled" and follower is not None:
        return follower
    if former.state != "ordered" or former.payee_id is None:
        raise Refusal("payments.not_waiting", N_("This order does not wait any more."))
    short = uncovered([former]).get(former.pk)
    if short is None:
        raise Refusal("payments.covered", N_("The whole amount is there: nothing is to be set off."))
    left = short.facts["left"]
    former.state = ORDER.after(former.state, "cancel")
    words = N_("A debt took it: {left} of {amount} is paid.")
    former.refusal = Reason("payments.set_off", words, {"left": left, "amount": amount(former)}).to_json()
    former.save(update_fields=["state", "refusal"])
    record(action="payments.set_off", subject=former, by=by, at=at, client_id=former.client_id, data={"left": left})
    return _rest(former, left, by, at) if isinstance(left, Money) and left else None


def _locked(order_id: UUID) -> Order:
    found = Order.objects.filter(pk=order_id).values_list("contract_id", flat=True)
    if not found:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    if found[0] is not None:
        lock(found[0])
    return Order.objects.select_for_update(of=("self",)).get(pk=order_id)


def _rest(former: Order, left: Money, by: Viewer, at: datetime) -> Order:
    if former.payee_id is None:
        raise ValueError("an own transfer is covered by no client's account")
    return order(
        key=f"again:{former.pk}",
        rule=former.rule,
        amount=left,
        payee_id=former.payee_id,
        contract_id=former.contract_id,
        client_id=former.client_id,
        debtor_id=former.debtor_id,
        text=former.text,
        speed=former.speed,
        by=by,
        at=at,
    )
