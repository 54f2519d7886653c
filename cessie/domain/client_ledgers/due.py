"""Lines of a contract's ledger in force by the day on which they were due; for rooms further down the road."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models.functions import Coalesce

from cessie.domain.client_ledgers.apart import apart_numbers
from cessie.domain.client_ledgers.models import Position
from cessie.domain.client_ledgers.queries import latest
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class DueLine:
    """A document of which something is open; one without a due day was due on the day of its issue."""

    debtor_id: UUID
    debtor_name: str
    number: str
    due: date
    open: Money


def due_lines(contract_id: UUID, on: date, *, until: date, since: date | None = None) -> Iterator[DueLine]:
    """What was due from ``since`` to ``until`` and is open in the ledger in force on a day, the oldest first, but for
    lines set apart; read in pieces."""
    sent = latest(contract_id, on)
    if sent is None:
        return
    rows = Position.objects.filter(submission=sent, open_cents__gt=0).annotate(day=Coalesce("due_date", "issue_date"))
    rows = rows.filter(day__lte=until) if since is None else rows.filter(day__lte=until, day__gte=since)
    told = rows.order_by("day", "pk").values_list("debtor_id", "debtor__company__name", "number", "day", "open_cents")
    apart = apart_numbers(contract_id)
    for debtor, name, number, day, cents in told.iterator(chunk_size=5_000):
        if (debtor, number) in apart:
            continue
        yield DueLine(debtor, name, number, day, Money(cents, sent.currency))
