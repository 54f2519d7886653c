"""Orders as they stand before a batch: which are held and why, and what a file of them would say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.rules.holds import Payee, holds
from cessie.domain.payments.rules.identity import Transfer, digest
from cessie.lib.reasons import Reason


def reasons_to_hold(orders: Sequence[Order], at: datetime) -> dict[UUID, tuple[Reason, ...]]:
    """Per order why it may not leave now; empty where it may. ``payee`` is loaded. One query."""
    several = _with_several_accounts({order.payee.company_id for order in orders})
    return {
        order.pk: holds(
            Payee(order.payee.state, order.payee.added_at, order.payee.company_id not in several),
            vouched=bool(order.vouched_by),
            at=at,
        )
        for order in orders
    }


def _with_several_accounts(companies: Collection[UUID]) -> set[UUID]:
    """Companies that have or had more than one account: for them an account is a changed one."""
    seen: set[UUID] = set()
    several: set[UUID] = set()
    for company in BankAccount.objects.filter(company_id__in=companies).values_list("company_id", flat=True):
        (several if company in seen else seen).add(company)
    return several


def digest_of(batch: Batch, orders: Iterable[Order]) -> str:
    """The fingerprint of the batch with these orders. ``payee`` and ``batch.account`` are loaded."""
    transfers = (
        Transfer(
            order.end_to_end_id,
            order.amount_cents,
            order.currency,
            order.payee.iban,
            order.payee.bic,
            order.payee.holder,
            order.text,
        )
        for order in orders
    )
    return digest(batch.account.iban, batch.execution_date, transfers)
