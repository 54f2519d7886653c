"""What must hold between orders, files, bank lines and the books, at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from cessie.domain.audit.models import Event
from cessie.domain.documents.queries import content
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.postings import BY_LINE
from cessie.domain.users.rules.viewer import system
from cessie.formats.reading import read
from cessie.formats.values import PaymentFile
from cessie.ledger.queries import balance, in_transit
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Fact, Reason

CHUNK = 1000


def in_transit_is_what_was_instructed() -> Iterator[Reason]:
    """Account 1030 holds each order that was instructed and not executed or refused, with its amount, and no more."""
    total = Money(0)
    posted = Order.objects.exclude(rule__in=BY_LINE)
    orders = list(posted.order_by("pk").values_list("pk", "state", "amount_cents", "end_to_end_id"))
    for start in range(0, len(orders), CHUNK):
        part = orders[start : start + CHUNK]
        held = in_transit([row[0] for row in part])
        for pk, state, cents, name in part:
            total += held[pk]
            wanted = Money(cents if state == "instructed" else 0)
            if held[pk] != wanted:
                facts: dict[str, Fact] = {"order": name, "state": state, "held": held[pk], "wanted": wanted}
                yield Reason(
                    "payments.transit",
                    N_("Order {order} is {state}: {held} in transit in the books, not {wanted}."),
                    facts,
                )
    books = -balance("1030", currency=EUR)
    if books != total:
        yield Reason(
            "payments.transit_total",
            N_("The books hold {books} in transit, the orders {orders}."),
            {"books": books, "orders": total},
        )


def files_say_what_was_ordered() -> Iterator[Reason]:
    """Each released batch: its orders, one by one, pay what its file says to whom it says; the file is in the store
    until its time is over."""
    reader = system("check")
    released = Batch.objects.filter(document__erased_at__isnull=True, document__isnull=False).order_by("released_at")
    iban = Coalesce("payee__iban", "own__iban")
    for batch, orders in _with_their_orders(released, "end_to_end_id", "amount_cents", iban):
        ordered = {name: (cents, paid_to) for name, cents, paid_to in orders}
        said = {}
        for part in read(content(batch.document_id or "", reader), f"{batch.number}.xml"):
            if isinstance(part, PaymentFile) and part.message_id == batch.number:
                transfers = (transfer for block in part.batches for transfer in block.transfers)
                said = {
                    transfer.end_to_end_id: (transfer.amount.cents, transfer.creditor.iban) for transfer in transfers
                }
        if said != ordered:
            facts: dict[str, Fact] = {
                "batch": batch.number,
                "file": Money(sum(cents for cents, _ in said.values())),
                "orders": Money(sum(cents for cents, _ in ordered.values())),
            }
            yield Reason("payments.file", N_("Batch {batch}: the file pays {file}, its orders are {orders}."), facts)


def _with_their_orders(
    released: QuerySet[Batch], *facts: str | Coalesce
) -> Iterator[tuple[Batch, list[tuple[Any, ...]]]]:
    """Each batch with these facts of its orders, a hundred batches a statement."""
    rows = released.iterator(CHUNK)
    while batches := list(islice(rows, 100)):
        orders: dict[UUID, list[tuple[Any, ...]]] = {batch.pk: [] for batch in batches}
        for batch_id, *told in Order.objects.filter(batch__in=orders).values_list("batch_id", *facts):
            orders[batch_id].append(tuple(told))
        for batch in batches:
            yield batch, orders[batch.pk]


def lines_paid_what_was_ordered() -> Iterator[Reason]:
    """Each bank line that executed orders moved their sum, each that brought some back brought back theirs."""
    for column, sign, code in (("line", -1, "payments.line"), ("returned_line", 1, "payments.returned_line")):
        rows = (
            Order.objects.exclude(**{f"{column}__isnull": True})
            .values(f"{column}__amount_cents", f"{column}_id")
            .annotate(total=Sum("amount_cents"))
            .exclude(total=F(f"{column}__amount_cents") * sign)
        )
        for row in rows:
            facts: dict[str, Fact] = {
                "line": str(row[f"{column}_id"]),
                "moved": abs(Money(row[f"{column}__amount_cents"])),
                "orders": Money(row["total"]),
            }
            yield Reason(code, N_("Bank line {line} moved {moved}, its orders are {orders}."), facts)


def orders_are_what_was_ordered() -> Iterator[Reason]:
    """Each order has the amount and the payee that the trail noted when it was given."""
    given = dict(Event.objects.filter(action="payments.order").values_list("subject_id", "data"))
    for order in Order.objects.order_by("pk").iterator(CHUNK):
        noted = given.get(str(order.pk))
        amount = {"cents": order.amount_cents, "currency": order.currency}
        paid = {"source": str(order.source_id), "own": str(order.own_id)}
        if order.payee_id is not None:
            paid = {"payee": str(order.payee_id)}
        if noted != {"key": order.key, "amount": amount, **paid}:
            words = N_("Order {order} is not what the trail says was ordered.")
            yield Reason("payments.order_changed", words, {"order": order.end_to_end_id})


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    in_transit_is_what_was_instructed,
    files_say_what_was_ordered,
    lines_paid_what_was_ordered,
    orders_are_what_was_ordered,
]
