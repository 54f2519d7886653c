"""When the books last moved, and when a claim came to its end: for programs that ask what is new."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Sum

from cessie.ledger.chart import BOUGHT, MANAGED
from cessie.ledger.models import Line


def moved_since(client: UUID, since: datetime) -> QuerySet[Line, UUID | None]:
    """The invoices of a client of which something was recorded after the moment, as a subquery; some more than once."""
    rows = Line.objects.filter(recorded_at__gt=since, client_id=client, invoice_id__isnull=False)
    return rows.values_list("invoice_id", flat=True)


def last_moved(invoices: Collection[UUID]) -> dict[UUID, datetime]:
    """The moment of the last line of each invoice; those without any are left out."""
    rows = Line.objects.filter(invoice_id__in=invoices).values_list("invoice_id").order_by()
    return {invoice: at for invoice, at in rows.annotate(at=Max("recorded_at")) if invoice is not None}


def closed_on(invoices: Collection[UUID]) -> dict[UUID, date]:
    """The value date of what ended each claim, bought or managed; those with anything open are left out."""
    rows = Line.objects.filter(invoice_id__in=invoices, account__in=(*BOUGHT, *MANAGED)).order_by()
    ended = rows.values("invoice_id").annotate(
        left=Sum("amount_cents"), last=Max("value_date", filter=Q(amount_cents__lt=0))
    )
    return {
        row["invoice_id"]: row["last"] for row in ended.filter(left__lte=0, last__isnull=False) if row["invoice_id"]
    }
