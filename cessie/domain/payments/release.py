"""Release a batch: the second of the two people. From here on the money is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.store import store
from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.candidates import digest_of, reasons_to_hold
from cessie.domain.payments.cover import short_of
from cessie.domain.payments.file import payment_file
from cessie.domain.payments.halt import require_movement
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.paid_to import holder_of
from cessie.domain.payments.postings import BY_LINE, amount, instructed
from cessie.domain.payments.rules.states import BATCH, ORDER
from cessie.domain.payments.vouch import SamePerson
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.post import post
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


class Changed(Refusal):
    """The batch is not what was prepared."""


class NotCovered(Refusal):
    """A client is owed less than the batch would pay him: ``prepare_again`` makes it anew without those orders."""


@dataclass(frozen=True, slots=True)
class Released:
    """A batch on its way: its file by hash, the message id under which the bank knows it, what it moves."""

    batch: UUID
    document: str
    message_id: str
    orders: int
    amount: Money


@transaction.atomic
def release(*, batch_id: UUID, by: Viewer, at: datetime) -> Released:
    """Let a prepared batch go: its entries are posted (P04), its file is written and kept, all of it or nothing.

    Again, also at the same moment, gives the same batch and posts nothing. Locks: contracts, batch, orders, accounts
    of the payees, own accounts, each in the order of their keys.

    Refused: no right or no person (``NotAllowed``), whoever prepared it (``SamePerson``; the database says so too), a
    batch that is not what was prepared or leaves an account that was closed (``Changed``), a day that went by, an
    account not fit to be paid any more (``Held``'s reasons), more than a client is owed (``NotCovered``), a discarded
    batch (``WrongState``), a standstill of all payments (``StandingStill``).
    """
    by.require("payments.release")
    batch, orders = _locked(batch_id)
    if batch.state in ("released", "sent"):
        return _fact(batch, orders)
    require_movement()
    if batch.prepared_by == by.key:
        raise SamePerson("payments.same_person", N_("Another person must do this."))
    batch.state = BATCH.after(batch.state, "release")
    _check(batch, orders, at)
    entries = [instructed(order, at, batch.execution_date) for order in orders if order.rule not in BY_LINE]
    if entries:
        post(entries, by=by.key, at=at)
    batch.released_at, batch.released_by = at, by.key
    name = f"{batch.number}.xml"
    batch.document = store(data=payment_file(batch, orders), name=name, channel="own", by=by, at=at).document
    batch.save(update_fields=["state", "released_at", "released_by", "document"])
    for order in orders:
        order.state = ORDER.after(order.state, "instruct")
    Order.objects.bulk_update(orders, ["state"], batch_size=500)
    fact = _fact(batch, orders)
    facts = {"amount": fact.amount, "orders": fact.orders, "document": fact.document}
    record(action="payments.release", subject=batch, by=by, at=at, data=facts)
    return fact


def _locked(batch_id: UUID) -> tuple[Batch, list[Order]]:
    """The batch and its orders under their locks; the contracts first, so that what clients are owed stands still."""
    contracts = Order.objects.filter(batch_id=batch_id, contract__isnull=False).values("contract_id")
    list(Contract.objects.select_for_update(of=("self",)).filter(pk__in=contracts).order_by("pk"))
    batch = Batch.objects.select_related("account").select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("payments.unknown_batch", N_("There is no such batch."))
    rows = Order.objects.filter(batch=batch).select_related("payee__company", "own").select_for_update(of=("self",))
    orders = list(rows.order_by("pk"))
    payees = {order.payee_id for order in orders if order.payee_id is not None}
    list(BankAccount.objects.select_for_update(of=("self",)).filter(pk__in=payees).order_by("pk"))
    ours = {batch.account_id} | {order.own_id for order in orders if order.own_id is not None}
    locked = {row.pk: row for row in Account.objects.select_for_update(no_key=True).filter(pk__in=ours).order_by("pk")}
    batch.account = locked[batch.account_id]
    for order in orders:
        order.own = None if order.own_id is None else locked[order.own_id]
    return batch, orders


def _check(batch: Batch, orders: Sequence[Order], at: datetime) -> None:
    """All that held when it was prepared holds now."""
    if batch.account.closed_date is not None:
        words = N_("The account {iban} was closed meanwhile: discard the batch and prepare another.")
        raise Changed("payments.own_account_closed", words, iban=batch.account.iban)
    if not orders or digest_of(batch, orders) != batch.digest:
        raise Changed("payments.changed", N_("The batch is not what was prepared: discard it and prepare another."))
    if batch.execution_date < booking_day(at):
        raise Refusal(
            "payments.day_passed",
            N_("The day of execution {day} went by: discard the batch and prepare another."),
            day=batch.execution_date,
        )
    for order_id, reasons in reasons_to_hold(orders, at).items():
        for reason in reasons:
            raise Changed(reason.code, reason.message, **{**reason.facts, "order": str(order_id)})
    _check_cover(orders)


def _check_cover(orders: Sequence[Order]) -> None:
    """No client is paid more than his account with the house holds, no debtor more than stands to his credit."""
    short = short_of(orders)
    named = [f"{order.end_to_end_id} ({amount(order)}, {holder_of(order)})" for order in orders if order.pk in short]
    if named:
        words = N_("Not covered any more, because a debt was booked since: {orders}. Prepare the batch anew without.")
        raise NotCovered("payments.not_covered", words, orders="; ".join(named))


def _fact(batch: Batch, orders: Sequence[Order]) -> Released:
    if batch.document_id is None:
        raise ValueError("a released batch has its file")
    total = Money.total(map(amount, orders))
    return Released(batch.pk, batch.document_id, batch.number, len(orders), total)
