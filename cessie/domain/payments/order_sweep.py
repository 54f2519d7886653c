"""Order that matched money leave the dedicated account that the house holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.payments.models import Order
from cessie.domain.payments.order import check_amount, check_text, place
from cessie.domain.payments.postings import SWEEP
from cessie.domain.payments.rules.identity import end_to_end_id
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.ids import uuid7
from cessie.lib.money import Money


@transaction.atomic
def order_sweep(
    *, key: str, source_id: UUID, target_id: UUID, amount: Money, contract_id: UUID, client_id: UUID, text: str,
    by: Viewer, at: datetime,
) -> Order:  # fmt: skip
    """Note that what a client matched is to go to the house's own account, once for ever by ``key`` (P34f).

    It leaves like every payment: prepared by one person and released by another, who find it covered by the dedicated
    account. Nothing is posted before the bank shows it. The same again gives the first one. Refused: no right, and as
    ``order_transfer``.
    """
    by.require("payments.order")
    check_amount(amount)
    check_text(text)
    new = Order(
        id=(order_id := uuid7()), key=key, rule=SWEEP, client_id=client_id, contract_id=contract_id,
        source_id=source_id, own_id=target_id, amount_cents=amount.cents, currency=amount.currency,
        end_to_end_id=end_to_end_id(order_id), text=text, ordered_at=at, ordered_by=by.key,
    )  # fmt: skip
    return place(new, {"source": str(source_id), "own": str(target_id)}, by=by, at=at)
