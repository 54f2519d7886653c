"""Order that the house's commission leave the third-party account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.payments.models import Order
from cessie.domain.payments.order import check_amount, check_text, place
from cessie.domain.payments.postings import COMMISSION
from cessie.domain.payments.rules.identity import end_to_end_id
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.ids import uuid7
from cessie.lib.money import Money


@transaction.atomic
def order_commission(
    *,
    key: str,
    source_id: UUID,
    office_id: UUID,
    amount: Money,
    contract_id: UUID | None,
    client_id: UUID | None,
    text: str,
    by: Viewer,
    at: datetime,
) -> Order:
    """Note that commission set off, under a contract or of several, is to go to the office account, once by ``key``
    (P32).

    It leaves like every payment, prepared by one person and released by another; nothing is posted before the bank
    shows it. The same order again gives the first one. Refused: as ``order_transfer``.
    """
    check_amount(amount)
    check_text(text)
    new = Order(
        id=(order_id := uuid7()), key=key, rule=COMMISSION, client_id=client_id, contract_id=contract_id,
        source_id=source_id, own_id=office_id, amount_cents=amount.cents, currency=amount.currency,
        end_to_end_id=end_to_end_id(order_id), text=text, ordered_at=at, ordered_by=by.key,
    )  # fmt: skip
    return place(new, {"source": str(source_id), "own": str(office_id)}, by=by, at=at)
