"""Prepare a batch: the first of the two people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account
from cessie.domain.payments.candidates import digest_of, reasons_to_wait
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.rules.identity import message_id
from cessie.domain.payments.rules.states import ORDER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day, is_bank_day
from cessie.lib.ids import uuid7
from cessie.lib.money import EUR
from cessie.lib.reasons import N_, Refusal

#: Orders of one file, and how far ahead a bank takes them (banking-formats 5.7; the strictest bank found).
MOST = 5000
AHEAD = timedelta(days=364)


class NothingToPay(Refusal):
    """No order is free to leave."""


class Held(Refusal):
    """An order that was asked for may not leave now."""


@transaction.atomic
def prepare(
    *,
    account_id: UUID,
    order_ids: Collection[UUID] | None = None,
    execution_date: date,
    by: Viewer,
    at: datetime,
) -> Batch:
    """Put orders into one batch from one account: those asked for, else all that are free, oldest first.

    An order stands in one batch at most: two people who prepare at once share the orders out between them. Orders
    whose account is not fit to be paid, or whose money a debt of the client has taken since, stay out
    (``payments.queries.waiting_orders`` says why).

    Refused: no right or no person (``NotAllowed``), an account that pays nothing out, a day in the past, too far ahead
    or no bank day, an order asked for that is held (``Held``) or not free, nothing to pay (``NothingToPay``).
    """
    by.require("payments.prepare")
    account = _account(account_id)
    _check_day(execution_date, at)
    orders = _free(order_ids, account)
    held = reasons_to_wait(orders, at)
    if order_ids is not None:
        _all_asked_for(order_ids, orders)
        for order in orders:
            if held[order.pk]:
                reason = held[order.pk][0]
                raise Held(reason.code, reason.message, **reason.facts)
    leaving = [order for order in orders if not held[order.pk]]
    if not leaving and account.purpose == "collection":
        raise _not_for_payouts(account)
    if not leaving:
        raise NothingToPay("payments.nothing", N_("There is nothing to pay."))
    batch = Batch(id=uuid7(), account=account, execution_date=execution_date, prepared_at=at, prepared_by=by.key)
    batch.number = message_id(batch.pk, at)
    batch.digest = digest_of(batch, leaving)
    batch.save(force_insert=True)
    for order in leaving:
        order.state, order.batch = ORDER.after(order.state, "batch"), batch
    Order.objects.bulk_update(leaving, ["state", "batch"], batch_size=500)
    facts = {"orders": len(leaving), "amount_cents": sum(order.amount_cents for order in leaving)}
    record(action="payments.prepare", subject=batch, by=by, at=at, data=facts)
    return batch


def _account(account_id: UUID) -> Account:
    account = Account.objects.filter(pk=account_id, closed_date__isnull=True, client__isnull=True).first()
    if account is None:
        raise NotFound("payments.unknown_account", N_("There is no such account of the house."))
    if account.purpose not in ("payout", "collection", "trust", "dedicated") or account.currency != EUR:
        raise _not_for_payouts(account)
    return account


def _not_for_payouts(account: Account) -> Refusal:
    return Refusal("payments.not_for_payouts", N_("{iban} is not for paying out."), iban=account.iban)


def _check_day(day: date, at: datetime) -> None:
    today = booking_day(at)
    if not today <= day <= today + AHEAD:
        raise Refusal(
            "payments.day", N_("{day} is in the past or more than {days} days ahead."), day=day, days=AHEAD.days
        )
    if not is_bank_day(day):
        raise Refusal("payments.no_bank_day", N_("Banks move no money on {day}."), day=day)


def _free(order_ids: Collection[UUID] | None, account: Account) -> list[Order]:
    """Orders in no batch, locked in key order: a second preparer waits here and then sees what is left.

    A payout account pays everybody out of the house's money; any account moves what is to leave it: own money, and
    from the third-party account what is there for others, from a dedicated one what was matched.
    """
    orders = (
        Order.objects.filter(state="ordered").select_related("payee__company", "own").select_for_update(of=("self",))
    )
    leaving = Q(source=account)
    if account.purpose == "payout":
        leaving |= Q(source__isnull=True)
    if order_ids is None:
        return list(orders.filter(leaving).order_by("pk")[:MOST])
    if orders.filter(pk__in=list(order_ids)).exclude(leaving).exists():
        raise _not_for_payouts(account)
    return list(orders.filter(pk__in=list(order_ids)).order_by("pk"))


def _all_asked_for(order_ids: Collection[UUID], orders: list[Order]) -> None:
    missing = set(order_ids) - {order.pk for order in orders}
    if missing or len(orders) > MOST:
        raise Refusal(
            "payments.not_free",
            N_("{count} of the orders are in a batch, paid or withdrawn already, or do not fit into one file."),
            count=len(missing) or len(orders) - MOST,
        )
