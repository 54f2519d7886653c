"""Pay again what the bank refused or sent back, to an account of the same client or debtor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.contracts.queries import lock
from cessie.domain.payments.came_back import still_there
from cessie.domain.payments.models import LeftUnpaid, Order
from cessie.domain.payments.order import order
from cessie.domain.payments.order_third_party import order_third_party
from cessie.domain.payments.postings import THIRD_PARTY, amount, parts_of
from cessie.domain.payments.spoken_for import FOLLOWS
from cessie.domain.payments.tasks import order_task_key
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


class NotCovered(Refusal):
    """The money of the order is not on the client's account any more."""


@transaction.atomic
def order_again(*, order_id: UUID, payee_id: UUID, whole: bool = True, by: Viewer, at: datetime) -> Order:
    """A new order for one that was rejected, returned or cancelled; each is replaced once. Again gives the same one.

    Unless it must be the ``whole``, what a debt has left of it is ordered: the rest was set off on the client's
    account. Refused: no right (``NotAllowed``), no such order (``NotFound``), one whose money is still on its way or
    arrived, one whose money has left the client's account meanwhile (``NotCovered``). Locks: the contract, the order.
    """
    by.require("payments.order")
    former = former_of(order_id)
    new = _again(former, payee_id, former.speed, whole=whole, by=by, at=at)
    close(key=order_task_key(former.pk), decision="ordered again", by=by, at=at)
    return new


@transaction.atomic
def try_ordinary(*, order_id: UUID, by: Viewer, at: datetime) -> Order | None:
    """An instant payment that the bank refused for the way only, again as an ordinary one to the same account.

    Inner door of ``take_report``. None where the money has left the client's account meanwhile, or the house's own
    money was to move: then a person decides.
    """
    former = former_of(order_id)
    if former.payee_id is None:
        return None
    try:
        with transaction.atomic():
            new = _again(former, former.payee_id, "ordinary", whole=True, by=by, at=at)
    except NotCovered:
        return None
    close(key=order_task_key(former.pk), decision="ordered again, not instant", by=by, at=at)
    return new


def former_of(order_id: UUID) -> Order:
    """The order under its lock, after its contract's; its money came back."""
    rows = Order.objects.filter(pk=order_id).values_list("contract_id", flat=True)
    if not rows:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    if rows[0] is not None:
        lock(rows[0])
    former = Order.objects.select_for_update(of=("self",)).get(pk=order_id)
    if former.state not in ("rejected", "returned", "cancelled"):
        raise Refusal("payments.not_back", N_("The money of this order did not come back."))
    return former


def _again(former: Order, payee_id: UUID, speed: str, *, whole: bool, by: Viewer, at: datetime) -> Order:
    if former.payee_id is None:
        raise Refusal("payments.own_money", N_("Order the transfer anew: it was the house's own money."))
    key = FOLLOWS.format(former.pk)
    follower = Order.objects.filter(key=key).first()
    if follower is None and LeftUnpaid.objects.filter(pk=former.pk, agreed_at__isnull=False).exists():
        raise Refusal("payments.left_unpaid", N_("Two people said that it is not paid again."))
    if former.rule == THIRD_PARTY:
        return order_third_party(
            key=key, source_id=former.source_id, payee_id=payee_id, parts=parts_of(former),
            contract_id=former.contract_id, client_id=former.client_id, debtor_id=former.debtor_id, text=former.text,
            by=by, at=at,
        )  # fmt: skip
    return order(
        key=key,
        rule=former.rule,
        amount=_covered(former, whole) if follower is None else amount(follower),
        payee_id=payee_id,
        contract_id=former.contract_id,
        client_id=former.client_id,
        debtor_id=former.debtor_id,
        text=former.text,
        speed=speed,
        by=by,
        at=at,
    )


def _covered(former: Order, whole: bool) -> Money:
    """What of it may be paid again: what was cancelled may have left with another, a debt may have taken some."""
    wanted, nothing = amount(former), Money(0, former.currency)
    left = still_there([former])[former.pk]
    if left < wanted and (whole or left == nothing):
        words = N_("The client's account holds {held} for this, not {amount}.")
        raise NotCovered("payments.not_covered", words, held=left, amount=wanted)
    return left
