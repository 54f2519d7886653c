"""Questions about mandates and collections: the staff's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cessie.domain.mandates.facts import reasons_against
from cessie.domain.mandates.models import Collection
from cessie.domain.mandates.rules.scheme import Standing, standing
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True)
class Proposed:
    """A collection that waits for a batch, and why it may not leave yet."""

    id: UUID
    invoice_id: UUID
    amount: Money
    day: date
    notified: date | None
    holds: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """Money that came, and how firm it is."""

    id: UUID
    invoice_id: UUID
    amount: Money
    settled: date
    firm: Standing


def proposed(viewer: Viewer, *, at: datetime) -> list[Proposed]:
    """What waits for a batch, oldest day first."""
    if not viewer.sees_all:
        return []
    rows = list(
        Collection.objects.filter(state="proposed")
        .select_related("mandate__creditor", "invoice")
        .order_by("collection_date", "pk")[:5000]
    )
    held = reasons_against(rows, at)
    return [
        Proposed(
            row.pk,
            row.invoice_id,
            Money(row.amount_cents, row.currency),
            row.collection_date,
            row.notified_date,
            held[row.pk],
        )
        for row in rows
    ]


def collected(viewer: Viewer, invoice_ids: list[UUID], *, on: date) -> list[Collected]:
    """What was collected on these invoices and stands, with the days until which it may be taken back."""
    if not viewer.sees_all:
        return []
    rows = Collection.objects.filter(state="settled", invoice_id__in=invoice_ids).select_related("mandate")
    return [
        Collected(
            row.pk,
            row.invoice_id,
            Money(row.amount_cents, row.currency),
            row.settled_date,
            standing(row.mandate.scheme, row.settled_date, on),
        )
        for row in rows.order_by("settled_date", "pk")
        if row.settled_date is not None
    ]
