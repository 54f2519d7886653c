"""Book what a bank line says about our payments: executed, or come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cessie.domain.audit.record import record
from cessie.domain.banking.book_other import line_task_key
from cessie.domain.banking.models import Detail, Line, Told
from cessie.domain.banking.offered import offered
from cessie.domain.banking.take import take
from cessie.domain.payments.models import Order
from cessie.domain.payments.paid_to import block_of
from cessie.domain.payments.postings import OWN, amount, executed, returned
from cessie.domain.payments.rules.recognise import Answer, Says, Sent, recognise
from cessie.domain.payments.rules.speed import INSTANT
from cessie.domain.payments.rules.states import ORDER
from cessie.domain.payments.tasks import ask_about_line, ask_about_order
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.post import post
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Executed:
    """What a line was. ``orders`` were executed, ``returned`` came back, ``reasons`` say why a person was asked.

    ``ours``: it is about our payments, or a debit or an entry of a payout account that only a person can explain:
    offer it to nobody else.
    """

    ours: bool
    orders: tuple[UUID, ...] = ()
    returned: tuple[UUID, ...] = ()
    reasons: tuple[Reason, ...] = ()


@transaction.atomic
def execute(*, line_id: UUID, by: Viewer, at: datetime) -> Executed:
    """Take a line that is about our orders and post it: P05 each for a debit, P06 each for money that came back.

    A batch booked as one debit executes each of its orders. A line that names an order but does not fit it is left for
    a person with a task, and so is a debit, or a credit on a payout account, that names none. Any other credit is
    another app's, and so is all else on the third-party account.
    The same line again does nothing: what it did is told again.

    Refused: no right (``NotAllowed``), a line that is not offered (``NotOffered``).
    """
    by.require("banking.import")
    line = offered(line_id, third_party=None)
    if line.taken_by:
        return _before(line)
    details = list(Detail.objects.filter(line=line).order_by("position"))
    orders = _orders_of([line, *details])
    answer = recognise(
        _says(line, line.currency),
        [_says(detail, line.currency) for detail in details],
        line.statement.account_id,
        {order.end_to_end_id: _sent(order) for order in orders.values()},
    )
    if answer.orders:
        return _book(line, [orders[key] for key in answer.orders], by=by, at=at)
    return _ask(line, answer, by=by, at=at)


def names_order(line: Line) -> bool:
    """Whether the line is the side of an own transfer that we ordered and that leaves, or came back.

    Where the other side is an account of ours the line is a transfer, whoever ordered it: only what ``execute`` must
    see first, to close the order, is told here. What arrives names the same order and is no return.
    """
    if not line.end_to_end_id or (line.amount_cents > 0 and not line.return_reason):
        return False
    return Order.objects.filter(end_to_end_id=line.end_to_end_id, rule=OWN).exists()


def _orders_of(told: Iterable[Told]) -> dict[UUID, Order]:
    """Every order that the line could be about, locked in the order of their keys."""
    told = list(told)
    named = {part.end_to_end_id for part in told} - {""}
    batches = {part.batch_reference for part in told} - {""}
    numbers = {reference.removesuffix(INSTANT) for reference in batches}
    rows = Order.objects.filter(Q(end_to_end_id__in=named) | Q(batch__number__in=numbers))
    locked = rows.select_related("batch__account", "own").select_for_update(of=("self",)).order_by("pk")
    return {order.pk: order for order in locked}


def _says(told: Told, currency: str) -> Says:
    return Says(Money(told.amount_cents, currency), told.end_to_end_id, told.batch_reference)


def _sent(order: Order) -> Sent:
    number, account = (block_of(order, order.batch), order.batch.account_id) if order.batch else ("", None)
    return Sent(order.pk, order.end_to_end_id, number, account, amount(order), order.state)


def _book(line: Line, orders: Sequence[Order], *, by: Viewer, at: datetime) -> Executed:
    """One entry an order, all in one posting."""
    line = take(line_id=line.pk, by_app="payments", third_party=None, at=at)
    debit = line.amount_cents < 0
    entry = executed if debit else returned
    post([entry(order, line) for order in orders], by=by.key, at=at)
    for order in orders:
        order.state = ORDER.after(order.state, "execute" if debit else "return")
        if debit:
            order.line, order.executed_date = line, line.booked_date
        else:
            _came_back(order, line, by=by, at=at)
    Order.objects.bulk_update(orders, ["state", "line", "executed_date", "returned_line", "refusal"], batch_size=500)
    close(key=line_task_key(line.pk), decision="booked", by=by, at=at)
    for order in orders:
        action = "payments.execute" if debit else "payments.return"
        record(action=action, subject=order, by=by, at=at, client_id=order.client_id, data={"line": str(line.pk)})
    keys = tuple(order.pk for order in orders)
    return Executed(True, orders=keys) if debit else Executed(True, returned=keys)


def _came_back(order: Order, line: Line, *, by: Viewer, at: datetime) -> None:
    reason = Reason(
        "payments.returned", N_("The bank sent the money back: {code}"), {"code": line.return_reason or line.text}
    )
    order.returned_line, order.refusal = line, reason.to_json()
    ask_about_order(order, [reason], by=by, at=at)


def _ask(line: Line, answer: Answer, *, by: Viewer, at: datetime) -> Executed:
    """What nobody can book by itself waits for a person; money that debtors may have sent goes on to the next app."""
    reasons = answer.reasons
    if not answer.ours:
        if line.statement.account.purpose == "trust":
            return Executed(False)
        if line.amount_cents >= 0 and line.statement.account.purpose != "payout":
            return Executed(False)
        words = N_("This entry of a payout account names none of our payments.")
        if line.statement.account.purpose != "payout":
            words = N_("This debit names none of our payments.")
        reasons = (Reason("payments.unknown_line", words),)
    ask_about_line(line, reasons, by=by, at=at)
    return Executed(True, reasons=reasons)


def _before(line: Line) -> Executed:
    """What a former call did with the line."""
    if line.taken_by != "payments":
        return Executed(False)
    done = tuple(Order.objects.filter(line=line).order_by("pk").values_list("pk", flat=True))
    back = tuple(Order.objects.filter(returned_line=line).order_by("pk").values_list("pk", flat=True))
    return Executed(True, orders=done, returned=back)
