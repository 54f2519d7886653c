"""Questions about mandates and collections: the staff's; a client's of his own identifier, and of his own invoices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from cessie.domain.banking.models import Account
from cessie.domain.mandates.facts import last_collected, reasons_against
from cessie.domain.mandates.models import (
    Amendment,
    Batch,
    Collection,
    Creditor,
    Mandate,
    ServiceEvent,
    Signing,
    TakenBack,
)
from cessie.domain.mandates.rules.reason_codes import row as code_row
from cessie.domain.mandates.rules.scheme import Standing, lapses_on, standing
from cessie.domain.mandates.set_up_creditor import PURPOSES
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: Columns by which the lists are sorted.
MANDATE_SORTS: Final = {
    "debtor": "debtor__company__name", "reference": "reference", "signed": "signed_date", "state": "state",
}  # fmt: skip
COLLECTION_SORTS: Final = {
    "day": "collection_date", "debtor": "invoice__debtor__company__name", "number": "invoice__number",
    "amount": "amount_cents", "state": "state",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A collection as a list shows it: why it waits, how firm its money is, or why it failed in words."""

    id: UUID
    invoice_id: UUID
    number: str
    debtor_id: UUID | None
    debtor: str
    client: str
    mandate_id: UUID
    mandate: str
    amount: Money
    day: date
    notified: date | None
    state: str
    retried: bool
    batch_id: UUID | None
    code: str
    meaning: str
    reasons: tuple[Reason, ...]
    firm: Standing | None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A collection that waits for a batch, and why it may not leave yet."""

    row: Fetched
    creditor_id: UUID
    holds: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    """A file of collections: how far it is, how much came and how many failed."""

    id: UUID
    number: str
    creditor: Creditor
    state: str
    prepared_at: datetime
    prepared_by: str
    agreed_at: datetime | None
    agreed_by: str
    released_at: datetime | None
    released_by: str
    sent_at: datetime | None
    document: str | None
    collections: int
    amount: Money
    came: int
    failed: int

    @property
    def by_clock(self) -> bool:
        """Whether no person prepared it."""
        return self.prepared_by.startswith("system:")


def creditors(viewer: Viewer) -> QuerySet[Creditor]:
    """Who collects, and on which account."""
    rows = Creditor.objects.select_related("account").order_by("identifier", "account__iban")
    return rows if viewer.sees_all else rows.filter(account__client_id__in=viewer.client_ids)


def accounts(viewer: Viewer) -> QuerySet[Account]:
    """Accounts on which somebody may collect: the house's, and those of creditors whose statements are read."""
    rows = Account.objects.filter(purpose__in=PURPOSES, closed_date__isnull=True).order_by("holder", "iban")
    return rows if viewer.sees_all else rows.none()


def mandates(viewer: Viewer, *, text: str = "", states: tuple[str, ...] = (), sort: str = "") -> QuerySet[Mandate]:
    """Mandates by the words of debtor, holder, reference or account, in these states; newest first unless sorted."""
    rows = Mandate.objects.select_related("debtor__company", "creditor__account")
    if not viewer.sees_all:
        rows = rows.filter(creditor__account__client_id__in=viewer.client_ids)
    for word in text.split():
        rows = rows.filter(
            Q(debtor__company__name__icontains=word)
            | Q(holder__icontains=word)
            | Q(reference__icontains=word)
            | Q(iban__icontains=word)
        )
    if states:
        rows = rows.filter(state__in=states)
    return rows.order_by(_order(sort, MANDATE_SORTS, "-registered_at"), "-pk")


def mandate(viewer: Viewer, mandate_id: UUID) -> Mandate:
    """One with what it said before; ``NotFound`` where there is none for him."""
    before = Prefetch("amendments", Amendment.objects.order_by("-amended_at", "-pk"))
    row = mandates(viewer).prefetch_related(before).filter(pk=mandate_id).first()
    if row is None:
        raise NotFound("mandates.unknown_mandate", N_("There is no such mandate."))
    return row


def taken_back_of(row: Mandate) -> TakenBack | None:
    """How far the service on whose pages it was signed was told that it is over; None where none need be."""
    return TakenBack.objects.filter(mandate=row).first()


def signings(viewer: Viewer) -> QuerySet[Signing]:
    """Debtors who were asked to sign on a page and have not, the newest first."""
    rows = Signing.objects.select_related("debtor__company").filter(mandate__isnull=True).order_by("-asked_at", "-pk")
    return rows if viewer.sees_all else rows.filter(creditor__account__client_id__in=viewer.client_ids)


def signing_of(row: Mandate) -> Signing | None:
    """How it was signed on a page, ours or a service's; None where it came on paper."""
    return Signing.objects.filter(mandate=row).first()


def told_of(row: Mandate) -> QuerySet[ServiceEvent]:
    """What a service told of it, oldest first."""
    return ServiceEvent.objects.filter(mandate=row).order_by("told_at", "pk")


def lapses(rows: Iterable[Mandate]) -> dict[UUID, date]:
    """From which day each no longer serves, unless it is collected under."""
    known = list(rows)
    used = last_collected([row.pk for row in known])
    return {row.pk: lapses_on(row.signed_date, used.get(row.pk)) for row in known}


def collections(
    viewer: Viewer, *, text: str = "", states: tuple[str, ...] = (), sort: str = "", mandate_id: UUID | None = None
) -> QuerySet[Collection]:
    """Collections by the words of debtor, invoice or references, in these states; the latest day first."""
    rows = Collection.objects.select_related(
        "mandate__creditor__account", "invoice__debtor__company", "invoice__client__company", "retried"
    )
    if not viewer.sees_all:
        rows = rows.filter(invoice__client_id__in=viewer.client_ids)
    for word in text.split():
        rows = rows.filter(
            Q(invoice__debtor__company__name__icontains=word)
            | Q(invoice__number__icontains=word)
            | Q(mandate__reference__icontains=word)
            | Q(end_to_end_id__icontains=word)
        )
    if states:
        rows = rows.filter(state__in=states)
    if mandate_id is not None:
        rows = rows.filter(mandate_id=mandate_id)
    return rows.order_by(_order(sort, COLLECTION_SORTS, "-collection_date"), "-pk")


def collection(viewer: Viewer, collection_id: UUID) -> Collection:
    """One; ``NotFound`` where there is none for him."""
    row = collections(viewer).filter(pk=collection_id).first()
    if row is None:
        raise NotFound("mandates.unknown_collection", N_("There is no such collection."))
    return row


def fetched(rows: Iterable[Collection], *, on: date) -> list[Fetched]:
    """How lists show them on a day."""
    return [_fetched(row, on) for row in rows]


def _fetched(row: Collection, on: date) -> Fetched:
    debtor = row.invoice.debtor
    came = row.state == "settled" and row.settled_date is not None
    return Fetched(
        id=row.pk,
        invoice_id=row.invoice_id,
        number=row.invoice.number,
        debtor_id=row.invoice.debtor_id,
        debtor=debtor.company.name if debtor else row.mandate.holder,
        client=row.invoice.client.company.name,
        mandate_id=row.mandate_id,
        mandate=row.mandate.reference,
        amount=Money(row.amount_cents, row.currency),
        day=row.collection_date,
        notified=row.notified_date,
        state=row.state,
        retried=hasattr(row, "retried"),
        batch_id=row.batch_id,
        code=row.failure_code,
        meaning=code_row(row.failure_code).meaning if row.failure_code else "",
        reasons=tuple(Reason.from_json(reason) for reason in row.reasons),
        firm=standing(row.mandate.scheme, row.settled_date, on) if came and row.settled_date else None,
    )


def proposed(viewer: Viewer, *, at: datetime, on: date) -> list[Proposed]:
    """What waits for a batch, oldest day first; the staff's."""
    if not viewer.sees_all:
        return []
    rows = list(collections(viewer, states=("proposed",), sort="day")[:5000])
    held = reasons_against(rows, at)
    return [Proposed(_fetched(row, on), row.mandate.creditor_id, held[row.pk]) for row in rows]


def batches(viewer: Viewer) -> QuerySet[Batch]:
    """Files of collections, newest first."""
    rows = Batch.objects.select_related("creditor__account").order_by("-prepared_at", "-pk")
    return rows if viewer.sees_all else rows.none()


def batch_facts(rows: Iterable[Batch]) -> list[BatchFacts]:
    """What each says and what became of it, in one look."""
    known = list(rows)
    failed = Q(state__in=("rejected", "returned"))
    counted = Collection.objects.filter(batch__in=known).values("batch_id").order_by()
    sums: Mapping[UUID, Mapping[str, Any]] = {
        row["batch_id"]: row
        for row in counted.annotate(
            n=Count("pk"),
            cents=Sum("amount_cents"),
            came=Count("pk", filter=Q(state="settled")),
            failed=Count("pk", filter=failed),
        )
    }
    return [_batch(row, sums.get(row.pk, {})) for row in known]


def _batch(row: Batch, sums: Mapping[str, Any]) -> BatchFacts:
    return BatchFacts(
        id=row.pk,
        number=row.number,
        creditor=row.creditor,
        state=row.state,
        prepared_at=row.prepared_at,
        prepared_by=row.prepared_by,
        agreed_at=row.agreed_at,
        agreed_by=row.agreed_by,
        released_at=row.released_at,
        released_by=row.released_by,
        sent_at=row.sent_at,
        document=row.document_id,
        collections=sums.get("n", 0),
        amount=Money(sums.get("cents", 0)),
        came=sums.get("came", 0),
        failed=sums.get("failed", 0),
    )


def batch(viewer: Viewer, batch_id: UUID) -> BatchFacts:
    """One; ``NotFound`` where there is none for him."""
    (found,) = batch_facts(batches(viewer).filter(pk=batch_id)) or (None,)
    if found is None:
        raise NotFound("mandates.unknown_batch", N_("There is no such batch."))
    return found


def to_send() -> tuple[UUID, ...]:
    """Released files that the bank does not have yet, oldest first; for jobs."""
    return tuple(Batch.objects.filter(state="released").order_by("released_at", "pk").values_list("pk", flat=True))


def _order(sort: str, columns: Mapping[str, str], usual: str) -> str:
    column = columns.get(sort.removeprefix("-"))
    return f"{'-' if sort.startswith('-') else ''}{column}" if column else usual
