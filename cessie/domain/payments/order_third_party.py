"""Order that third-party money be paid out: to its principal, or back to whoever paid it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.payments.models import Order, OrderPart
from cessie.domain.payments.order import check_amount, check_payee, check_text, place
from cessie.domain.payments.postings import THIRD_PARTY, parts_of
from cessie.domain.payments.rules.identity import end_to_end_id
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def order_third_party(
    *,
    key: str,
    source_id: UUID | None,
    payee_id: UUID,
    parts: Mapping[UUID, Money],
    contract_id: UUID | None,
    client_id: UUID | None,
    debtor_id: UUID | None = None,
    text: str,
    by: Viewer,
    at: datetime,
) -> Order:
    """Note that ``parts``, by claim, are to be paid from the third-party account ``source_id``, once by ``key`` (P33).

    To an account of the principal's company; with ``debtor_id`` of the debtor's, to whom it goes back. Called by the
    verb that owes the money, under its rights and the contract's lock. Nothing is posted before the bank's statement
    shows it. The same order again gives the first one. Refused: as ``order``; other parts under the same key.
    """
    amount = Money.total(parts.values())
    check_amount(amount)
    check_text(text)
    check_payee(payee_id, contract_id, client_id, debtor_id)
    new = Order(
        id=(order_id := uuid7()), key=key, rule=THIRD_PARTY, client_id=client_id, contract_id=contract_id,
        debtor_id=debtor_id, payee_id=payee_id, source_id=source_id, amount_cents=amount.cents,
        currency=amount.currency, end_to_end_id=end_to_end_id(order_id), text=text, ordered_at=at, ordered_by=by.key,
    )  # fmt: skip
    kept = place(new, {"payee": str(payee_id)}, by=by, at=at)
    if kept.pk == new.pk:
        OrderPart.objects.bulk_create(
            OrderPart(order=kept, reference=reference, amount_cents=part.cents) for reference, part in parts.items()
        )
    elif parts_of(kept) != dict(parts):
        raise Refusal("payments.other_order", N_("{key} was ordered before, for other claims."), key=key)
    return kept
