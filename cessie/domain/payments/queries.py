"""Questions about money out. A client sees its own orders; batches are the staff's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from cessie.domain.parties.queries import names
from cessie.domain.payments.candidates import latest_verifications, reasons_to_wait
from cessie.domain.payments.models import Batch, Order, Verification
from cessie.domain.payments.paid_to import holder_of, iban_of
from cessie.domain.payments.rules.wording import read_otherwise
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as a page shows it. ``holds`` keep it out of a batch; ``notes`` say what the bank will read otherwise.

    ``client_id`` is None and ``source_id`` the account that it leaves where the house moves its own money.
    """

    id: UUID
    key: str
    client_id: UUID | None
    client: str
    contract_id: UUID | None
    debtor_id: UUID | None
    iban: str
    holder: str
    amount: Money
    text: str
    speed: str
    source_id: UUID | None
    state: str
    end_to_end_id: str
    batch_id: UUID | None
    ordered_at: datetime
    ordered_by: str
    vouched_by: str
    vouched_note: str
    executed_date: date | None
    refusal: Reason | None
    holds: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    verified: VerifiedFacts | None = None


@dataclass(frozen=True, slots=True)
class VerifiedFacts:
    """What the payee's bank said about the account, and when."""

    outcome: str
    name: str
    found: str
    detail: str
    provider: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """A batch as a page shows it; ``done`` orders the bank executed, ``failed`` it refused or sent back."""

    id: UUID
    number: str
    account_id: UUID
    iban: str
    state: str
    execution_date: date
    amount: Money
    orders: int
    done: int
    failed: int
    prepared_by: str
    prepared_at: datetime
    released_by: str
    released_at: datetime | None
    sent_at: datetime | None
    document: str | None


def _visible(viewer: Viewer) -> QuerySet[Order]:
    rows = Order.objects.select_related("payee__company", "own")
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def waiting_orders(viewer: Viewer, *, ids: Collection[UUID] | None = None, at: datetime) -> list[OrderFacts]:
    """Orders in no batch, oldest first, with what holds them; ``ids``: only these."""
    rows = _visible(viewer).filter(state="ordered")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    found = list(rows.order_by("ordered_at", "pk")[:5000])
    return _facts(found, reasons_to_wait(found, at) if found else {})


def orders(
    viewer: Viewer,
    *,
    batch_id: UUID | None = None,
    client_id: UUID | None = None,
    keys: Collection[str] | None = None,
    begins: str = "",
    states: Collection[str] | None = None,
) -> list[OrderFacts]:
    """Orders that the viewer may see, newest first; ``begins``: with what their key begins."""
    rows = _visible(viewer)
    if batch_id is not None:
        rows = rows.filter(batch_id=batch_id)
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    if begins:
        rows = rows.filter(key__startswith=begins)
    if states is not None:
        rows = rows.filter(state__in=list(states))
    return _facts(list(rows.order_by("-ordered_at", "-pk")[:5000]), {})


def order(viewer: Viewer, order_id: UUID) -> OrderFacts | None:
    """One order, or None where there is none for the viewer."""
    found = _facts(list(_visible(viewer).filter(pk=order_id)), {})
    return found[0] if found else None


def payee_of(viewer: Viewer, order_id: UUID) -> UUID:
    """The account of a company to which the order pays; refused (``NotFound``) where there is none for the viewer."""
    found = _visible(viewer).filter(pk=order_id, payee__isnull=False).values_list("payee_id", flat=True).first()
    if found is None:
        raise NotFound("payments.unknown_order", N_("There is no such order."))
    return found


def order_of(viewer: Viewer, key: str) -> OrderFacts | None:
    """The order that a verb gave under its key."""
    found = orders(viewer, keys=[key])
    return found[0] if found else None


def batch_list(viewer: Viewer, *, states: Collection[str]) -> list[BatchFacts]:
    """The batches in these states, newest first."""
    return batch_facts(batches(viewer).filter(state__in=states))


def batches(viewer: Viewer, *, text: str = "") -> QuerySet[Batch]:
    """Batches, newest first, of which the number holds the text: to be cut, and told by ``batch_facts``."""
    rows = Batch.objects.order_by("-prepared_at", "-pk")
    if not viewer.sees_all:
        return rows.none()
    return rows.filter(number__icontains=text.strip()) if text.strip() else rows


def batch_facts(rows: Iterable[Batch]) -> list[BatchFacts]:
    """What a page shows of these batches, in their order; they came from a query with this viewer. Two statements."""
    keys = [row.pk for row in rows]
    found = {row.pk: _batch(row) for row in _with_sums(Batch.objects.filter(pk__in=keys))}
    return [found[key] for key in keys]


def batch(viewer: Viewer, batch_id: UUID) -> BatchFacts | None:
    """One batch, or None where there is none for the viewer."""
    found = batch_facts(batches(viewer).filter(pk=batch_id))
    return found[0] if found else None


def batch_numbered(viewer: Viewer, number: str) -> BatchFacts | None:
    """The batch of a number, or None where there is none for the viewer."""
    found = batch_facts(batches(viewer).filter(number=number))
    return found[0] if found else None


def to_send() -> list[UUID]:
    """Released batches that were not handed to the bank, oldest first; for jobs."""
    return list(Batch.objects.filter(state="released").order_by("released_at", "pk").values_list("pk", flat=True))


def to_verify() -> list[UUID]:
    """Accounts to which an order waits to go and about whose name no bank was asked yet; for jobs."""
    waiting = Order.objects.filter(state="ordered", payee__isnull=False).select_related("payee")
    holders = {row.payee_id: holder_of(row) for row in waiting.order_by("ordered_at", "pk")[:5000]}
    answers = latest_verifications({key for key in holders if key is not None})
    return [key for key, holder in holders.items() if key and (key not in answers or answers[key].name != holder)]


def _with_sums(rows: QuerySet[Batch]) -> QuerySet[Batch]:
    return rows.select_related("account").annotate(
        total=Sum("orders__amount_cents"),
        count=Count("orders"),
        done=Count("orders", filter=Q(orders__state="executed")),
        failed=Count("orders", filter=Q(orders__state__in=["rejected", "returned"])),
    )


def _batch(row: Any) -> BatchFacts:
    """``row``: a batch annotated with its sums, see ``_with_sums``."""
    return BatchFacts(
        id=row.pk,
        number=row.number,
        account_id=row.account_id,
        iban=row.account.iban,
        state=row.state,
        execution_date=row.execution_date,
        amount=Money(row.total or 0, row.account.currency),
        orders=row.count,
        done=row.done,
        failed=row.failed,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        released_by=row.released_by,
        released_at=row.released_at,
        sent_at=row.sent_at,
        document=row.document_id,
    )


def _facts(rows: Iterable[Order], held: dict[UUID, tuple[Reason, ...]]) -> list[OrderFacts]:
    rows = list(rows)
    called = names({key for row in rows for key in (row.client_id, row.debtor_id) if key})
    answers = latest_verifications({row.payee_id for row in rows if row.payee_id is not None})
    return [
        OrderFacts(
            id=row.pk,
            key=row.key,
            client_id=row.client_id,
            client=called.get(whose, "") if (whose := row.client_id or row.debtor_id) else "",
            contract_id=row.contract_id,
            debtor_id=row.debtor_id,
            iban=iban_of(row),
            holder=holder_of(row),
            amount=Money(row.amount_cents, row.currency),
            text=row.text,
            speed=row.speed,
            source_id=row.source_id,
            state=row.state,
            end_to_end_id=row.end_to_end_id,
            batch_id=row.batch_id,
            ordered_at=row.ordered_at,
            ordered_by=row.ordered_by,
            vouched_by=row.vouched_by,
            vouched_note=row.vouched_note,
            executed_date=row.executed_date,
            refusal=Reason.from_json(row.refusal) if row.refusal else None,
            holds=held.get(row.pk, ()),
            notes=read_otherwise(holder_of(row), row.text),
            verified=_verified(answers.get(row.payee_id)) if row.payee_id else None,
        )
        for row in rows
    ]


def _verified(row: Verification | None) -> VerifiedFacts | None:
    if row is None:
        return None
    return VerifiedFacts(row.outcome, row.name, row.found, row.detail, row.provider, row.asked_at)
