"""When an offer last changed what an invoice stands in: for programs that ask what is new."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import Greatest

from cessie.domain.purchase.models import Item


def changed_since(since: datetime) -> Q:
    """Invoices of offers that were made or decided after the moment (of any client: combine it)."""
    rows = Item.objects.filter(Q(proposal__offered_at__gt=since) | Q(proposal__decided_at__gt=since))
    return Q(pk__in=rows.values("invoice_id"))


def last_offered(invoice_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """The last moment at which an offer of each invoice was made or decided; those without any are left out."""
    rows = Item.objects.filter(invoice_id__in=invoice_ids).values_list("invoice_id").order_by()
    return dict(rows.annotate(at=Greatest(Max("proposal__offered_at"), Max("proposal__decided_at"))))
