"""What the house bought in a year, by client: for the nightly look at signs of fraud."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from cessie.domain.credit.rules.receipts import Ceded
from cessie.domain.purchase.models import Cession
from cessie.lib.days import booking_day, day_begins


def bought_year(on: date) -> dict[UUID, list[Ceded]]:
    """Every invoice bought in the 365 days before, in one statement. For jobs."""
    found: dict[UUID, list[Ceded]] = defaultdict(list)
    rows = Cession.objects.filter(ceded_at__gte=day_begins(on - timedelta(days=365))).values_list(
        "invoice__client_id", "invoice__number", "invoice__debtor__company__name", "invoice__due_date", "ceded_at"
    )
    for client, number, buyer, due, at in rows.iterator(chunk_size=5_000):
        found[client].append(Ceded(number, buyer or "", due, booking_day(at)))
    return found
