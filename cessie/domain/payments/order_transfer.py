"""Order a transfer between two of the house's own accounts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.banking.models import Account
from cessie.domain.payments.models import Order
from cessie.domain.payments.order import check_amount, check_speed, check_text, place
from cessie.domain.payments.rules.identity import end_to_end_id
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def order_transfer(
    *, key: str, source_id: UUID, target_id: UUID, amount: Money, text: str, speed: str = "", by: Viewer, at: datetime
) -> Order:
    """Note that ``amount`` is to go from one own account to another, once for ever by ``key`` (P36).

    It leaves like every payment: prepared by one person and released by another. Nothing is posted before the bank
    shows it: then it stands on 1035 until it arrives. The same order again gives the first one.

    Refused: no right (``NotAllowed``), an account that is not the house's or closed (``NotFound``), one and the same
    account, an amount that SEPA does not carry, the same key for something else (``OtherOrder``).
    """
    by.require("payments.order")
    check_amount(amount)
    check_text(text)
    check_speed(speed)
    accounts = Account.objects.filter(pk__in=[source_id, target_id], closed_date__isnull=True, client__isnull=True)
    if source_id == target_id:
        raise Refusal("payments.same_account", N_("A transfer goes from one account to another."))
    if accounts.count() != 2:  # source and target
        raise NotFound("payments.unknown_account", N_("There is no such account of the house."))
    new = Order(
        id=(order_id := uuid7()),
        key=key,
        rule="P36",
        source_id=source_id,
        own_id=target_id,
        amount_cents=amount.cents,
        currency=amount.currency,
        end_to_end_id=end_to_end_id(order_id),
        text=text,
        speed=speed,
        ordered_at=at,
        ordered_by=by.key,
    )
    return place(new, {"source": str(source_id), "own": str(target_id)}, by=by, at=at)
