"""When something about an invoice as a document changed last: for programs that ask what is new."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import Greatest

from cessie.domain.invoices.models import Finding


def changed_since(since: datetime) -> Q:
    """Invoices that came, were decided, doubted or cleared after the moment (of any client: combine it)."""
    doubted = Finding.objects.filter(Q(found_at__gt=since) | Q(cleared_at__gt=since) | Q(gone_at__gt=since))
    return Q(received_at__gt=since) | Q(decided_at__gt=since) | Q(pk__in=doubted.values("invoice_id"))


def last_doubted(invoice_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """The last moment at which a doubt of each invoice came, was cleared or went; those without any are left out."""
    rows = Finding.objects.filter(invoice_id__in=invoice_ids).values_list("invoice_id").order_by()
    return dict(rows.annotate(at=Greatest(Max("found_at"), Max("cleared_at"), Max("gone_at"))))
