"""The lines of an account for a person who reads the books: a page at a time, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from cessie.ledger.entry import Dims
from cessie.ledger.models import Entry, Line
from cessie.lib.money import EUR, Money


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A line with the head of its entry, debit positive."""

    entry_id: UUID
    booking_date: date
    rule: str
    kind: str
    amount: Money
    dims: Dims


def account_lines(
    account: str, *, day: date | None = None, page: int = 1, size: int = 100, currency: str = EUR
) -> tuple[tuple[AccountLine, ...], bool]:
    """The lines booked up to and with a day, and whether there are older ones than these. Two statements."""
    rows = Line.objects.filter(account=account, currency=currency)
    if day is not None:
        rows = rows.filter(booking_date__lte=day)
    start = (max(1, page) - 1) * size
    found = list(rows.order_by("-booking_date", "-recorded_at", "-entry_id", "no")[start : start + size + 1])
    heads = {
        entry.id: entry
        for entry in Entry.objects.filter(
            Q(id__in={row.entry_id for row in found}), booking_date__in={row.booking_date for row in found}
        )
    }
    return tuple(_line(row, heads[row.entry_id]) for row in found[:size]), len(found) > size


def _line(row: Line, head: Entry) -> AccountLine:
    dims = Dims(
        row.contract_id, row.client_id, row.debtor_id, row.invoice_id, row.reference_id, row.bank_id, row.country
    )
    return AccountLine(
        row.entry_id, row.booking_date, head.rule, head.kind, Money(row.amount_cents, row.currency), dims
    )
