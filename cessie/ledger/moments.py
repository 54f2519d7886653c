"""When the books last moved: for programs that ask what is new."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from cessie.ledger.models import Line


def moved_since(client: UUID, since: datetime) -> QuerySet[Line, UUID | None]:
    """The invoices of a client of which something was recorded after the moment, as a subquery; some more than once."""
    rows = Line.objects.filter(recorded_at__gt=since, client_id=client, invoice_id__isnull=False)
    return rows.values_list("invoice_id", flat=True)


def last_moved(invoices: Collection[UUID]) -> dict[UUID, datetime]:
    """The moment of the last line of each invoice; those without any are left out."""
    rows = Line.objects.filter(invoice_id__in=invoices).values_list("invoice_id").order_by()
    return {invoice: at for invoice, at in rows.annotate(at=Max("recorded_at")) if invoice is not None}
