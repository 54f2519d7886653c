"""Orders as they stand before a batch: which are held and why, and what a file of them would say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.cover import uncovered
from cessie.domain.payments.models import Batch, Order, Verification
from cessie.domain.payments.paid_to import bic_of, goes_instant, holder_of, iban_of
from cessie.domain.payments.rules.holds import Payee, holds, own_holds
from cessie.domain.payments.rules.identity import Transfer, digest
from cessie.domain.payments.rules.verified import Verified, doubts
from cessie.lib.reasons import Reason


def reasons_to_hold(orders: Sequence[Order], at: datetime) -> dict[UUID, tuple[Reason, ...]]:
    """Per order why it may not leave now; empty where it may. ``payee`` with its company and ``own`` are loaded. Two
    queries."""
    several = _with_several_accounts({order.payee.company_id for order in orders if order.payee is not None})
    answers = latest_verifications({order.payee_id for order in orders if order.payee_id})
    return {order.pk: _holds(order, several, answers, at) for order in orders}


def reasons_to_wait(orders: Sequence[Order], at: datetime) -> dict[UUID, tuple[Reason, ...]]:
    """Per order in no batch why it stays out of one: its account, or that its money is not there any more."""
    short = uncovered(orders)
    held = reasons_to_hold(orders, at)
    return {key: (*reasons, short[key]) if key in short else reasons for key, reasons in held.items()}


def _holds(
    order: Order, several: Collection[UUID], answers: Mapping[UUID, Verification], at: datetime
) -> tuple[Reason, ...]:
    """An own account needs no confirmation and no bank's word: it must only be open."""
    payee = order.payee
    if payee is None:
        return own_holds(order.own is not None and order.own.closed_date is not None)
    vouched = bool(order.vouched_by)
    answer = answers.get(payee.pk)
    told = None if answer is None else Verified(answer.outcome, answer.name, answer.found)
    return (
        *holds(_payee(payee, several), vouched=vouched, at=at),
        *doubts(told, holder=payee.holder, asked=bool(settings.VOP_URL), vouched=vouched),
    )


def _payee(account: BankAccount, several: Collection[UUID]) -> Payee:
    countries = frozenset({account.iban[:2], account.company.country})
    return Payee(account.state, account.added_at, account.company_id not in several, countries)


def latest_verifications(account_ids: Collection[UUID]) -> dict[UUID, Verification]:
    """The last word of the banks about each account. One query."""
    rows = Verification.objects.filter(account_id__in=account_ids).order_by("account_id", "-asked_at", "-pk")
    return {row.account_id: row for row in rows.distinct("account_id")}


def _with_several_accounts(companies: Collection[UUID]) -> set[UUID]:
    """Companies that have or had more than one account: for them an account is a changed one."""
    seen: set[UUID] = set()
    several: set[UUID] = set()
    for company in BankAccount.objects.filter(company_id__in=companies).values_list("company_id", flat=True):
        (several if company in seen else seen).add(company)
    return several


def digest_of(batch: Batch, orders: Iterable[Order]) -> str:
    """The fingerprint of the batch with these orders. ``payee``, ``own`` and ``batch.account`` are loaded."""
    transfers = (
        Transfer(
            order.end_to_end_id,
            order.amount_cents,
            order.currency,
            iban_of(order),
            bic_of(order),
            holder_of(order),
            order.text,
            goes_instant(order, batch),
        )
        for order in orders
    )
    return digest(batch.account.iban, batch.execution_date, transfers)
