"""Pay again what the bank refused or sent back, to an account of the same client."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.contracts.queries import lock
from cessie.domain.payments.models import Order
from cessie.domain.payments.order import order
from cessie.domain.payments.spoken_for import spoken_for
from cessie.domain.payments.tasks import order_task_key
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.ledger.queries import client_accounts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


class NotCovered(Refusal):
    """The money of the order is not on the client's account any more."""


@transaction.atomic
def order_again(*, order_id: UUID, payee_id: UUID, by: Viewer, at: datetime) -> Order:
    """A new order for one that was rejected, returned or cancelled; each is replaced once. Again gives the same one.

    Refused: no right (``NotAllowed``), no such order (``NotFound``), one whose money is still on its way or arrived,
    one whose money has left the client's account meanwhile (``NotCovered``). Locks: the contract, the order.
    """
    by.require("payments.order")
    known = Order.objects.filter(pk=order_id).first()
    if known is None:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    if known.contract_id is not None:
        lock(known.contract_id)
    former = Order.objects.select_for_update(of=("self",)).get(pk=order_id)
    if former.state not in ("rejected", "returned", "cancelled"):
        raise Refusal("payments.not_back", N_("The money of this order did not come back."))
    new = order(
        key=f"again:{former.pk}",
        rule=former.rule,
        amount=Money(former.amount_cents, former.currency),
        payee_id=payee_id,
        contract_id=former.contract_id,
        client_id=former.client_id,
        debtor_id=former.debtor_id,
        text=former.text,
        by=by,
        at=at,
    )
    _check_cover(new)
    close(key=order_task_key(former.pk), decision="ordered again", by=by, at=at)
    return new


def _check_cover(new: Order) -> None:
    """All that waits to be paid from the client's account is on it: what was cancelled may have left with another."""
    if new.state != "ordered" or new.contract_id is None:  # a refund's own money stands to the debtor's credit
        return
    held = -client_accounts([new.contract_id], currency=new.currency)[new.contract_id]
    rest = held - spoken_for(new.contract_id, currency=new.currency)
    if rest < Money(0, new.currency):
        amount = Money(new.amount_cents, new.currency)
        words = N_("The client's account holds {held} for this, not {amount}.")
        raise NotCovered("payments.not_covered", words, held=max(Money(0), amount + rest), amount=amount)
