"""Payments that wait for a person: held orders, batches nobody released, files that the bank never answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from cessie.domain.payments.cover import NOT_COVERED
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.paid_to import holder_of
from cessie.domain.payments.queries import waiting_orders
from cessie.domain.users.rules.viewer import system
from cessie.domain.work.rules.clock import due_after, end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: Bank days after its execution day on which a payment that no statement shows is asked after.
ANSWER_DAYS = 1


def _held(at: datetime) -> Iterator[Waiting]:
    yield from _waiting(at, lambda reason: reason.code != NOT_COVERED)


def _uncovered(at: datetime) -> Iterator[Waiting]:
    yield from _waiting(at, lambda reason: reason.code == NOT_COVERED)


def _waiting(at: datetime, of_this_kind: Callable[[Reason], bool]) -> Iterator[Waiting]:
    for order in waiting_orders(system("queue"), at=at):
        reasons = tuple(filter(of_this_kind, order.holds))
        if reasons:
            yield Waiting(
                subject=("payments.Order", str(order.id)),
                reasons=reasons,
                due_at=due_after(order.ordered_at, 8),
                client_id=order.client_id,
                evidence={"payee": order.holder, "iban": order.iban, "amount": str(order.amount)},
            )


def _unreleased(at: datetime) -> Iterator[Waiting]:
    said = N_("Batch {number} waits for its release by a second person.")
    for batch in Batch.objects.filter(state="draft").order_by("prepared_at"):
        yield Waiting(
            subject=("payments.Batch", str(batch.pk)),
            reasons=(Reason("batch.draft", said, {"number": batch.number}),),
            due_at=due_after(batch.prepared_at, 2),
        )


def _unanswered(at: datetime) -> Iterator[Waiting]:
    said = N_("{amount} to {payee}, due on {day}, shows on no statement and was not refused.")
    rows = Order.objects.filter(state="instructed", batch__execution_date__lt=booking_day(at))
    for order in rows.select_related("batch", "payee", "own").order_by("ordered_at"):
        if order.batch is None:  # the filter leaves none without
            continue
        last = add_bank_days(order.batch.execution_date, ANSWER_DAYS)
        if booking_day(at) > last:
            amount = Money(order.amount_cents, order.currency)
            facts: dict[str, Fact] = {"amount": amount, "payee": holder_of(order), "day": order.batch.execution_date}
            yield Waiting(
                subject=("payments.Order", str(order.pk)),
                reasons=(Reason("payments.unanswered", said, facts),),
                due_at=end_of_desk(add_bank_days(last, 1)),
                client_id=order.client_id,
                evidence={"reference": order.end_to_end_id, "batch": order.batch.number},
            )


WATCHES = (
    Watch("payments.held", _held),
    Watch("payments.uncovered", _uncovered),
    Watch("batch.draft", _unreleased),
    Watch("payments.unanswered", _unanswered),
)
