"""What a remittance reckons with: receipts, money that went back, refunds and direct payments that none has yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from cessie.domain.trust.models import Back, Direct, Receipt, Refund, Remittance
from cessie.domain.trust.queries import refunds
from cessie.lib.days import booking_day
from cessie.lib.money import EUR, Money


@dataclass(frozen=True, slots=True)
class Item:
    """One movement on a claim: ``receipt``, ``direct``, ``back`` or ``refund``; what went away is below zero."""

    kind: str
    id: UUID
    reference: UUID
    day: date
    amount: Money
    known_date: date  # from when the books know it

    def to_json(self) -> dict[str, Any]:
        """As a statement keeps it."""
        return {"kind": self.kind, "reference": str(self.reference), "day": self.day.isoformat(),
                "cents": self.amount.cents}  # fmt: skip


_TABLES: Mapping[str, Any] = {"receipt": Receipt, "direct": Direct, "back": Back, "refund": Refund}


def unreckoned(contract_id: UUID, until: date, *, currency: str = EUR) -> list[Item]:
    """All that no remittance has reckoned with, up to and including the day, oldest first."""
    rows = [*_receipts(contract_id, until), *_backs(contract_id, until)]
    rows += [*_refunds(contract_id, until), *_directs(contract_id, until)]
    return sorted(rows, key=lambda item: (item.day, item.kind, item.id))


def _receipts(contract_id: UUID, until: date) -> Iterator[Item]:
    rows = Receipt.objects.filter(contract_id=contract_id, remittance__isnull=True, line__booked_date__lte=until)
    for row in rows.select_related("line"):
        known = booking_day(row.received_at) if row.follows_id else row.line.booked_date
        yield Item("receipt", row.pk, row.reference, row.paid_date, Money(row.amount_cents, row.currency), known)


def _backs(contract_id: UUID, until: date) -> Iterator[Item]:
    rows = Back.objects.filter(receipt__contract_id=contract_id, remittance__isnull=True)
    reached = Q(back_date__lte=until) | Q(receipt__line__booked_date__lte=until, receipt__remittance__isnull=True)
    for row in rows.filter(reached).select_related("receipt"):
        gone = -Money(row.receipt.amount_cents, row.receipt.currency)
        yield Item("back", row.pk, row.receipt.reference, row.back_date, gone, row.back_date)


def _refunds(contract_id: UUID, until: date) -> Iterator[Item]:
    for row in refunds().filter(receipt__contract_id=contract_id, remittance__isnull=True):
        day = booking_day(row.made_at)
        if day <= until or row.receipt.remittance_id is None:
            yield Item("refund", row.pk, row.receipt.reference, day, -Money(row.order.amount_cents), day)


def _directs(contract_id: UUID, until: date) -> Iterator[Item]:
    rows = Direct.objects.filter(contract_id=contract_id, remittance__isnull=True, state="reported")
    for row in rows.filter(paid_date__lte=until):
        yield Item("direct", row.pk, row.reference, row.paid_date, Money(row.amount_cents, row.currency), row.paid_date)


def later(contract_id: UUID, until: date) -> dict[UUID, Money]:
    """By claim what came in after the day: it waits for the next remittance."""
    rows = Receipt.objects.filter(
        contract_id=contract_id, remittance__isnull=True, state="kept", line__booked_date__gt=until
    )
    found: dict[UUID, Money] = defaultdict(lambda: Money(0))
    for reference, cents in rows.values_list("reference", "amount_cents"):
        found[reference] += Money(cents)
    return found


def mark(items: list[Item], remittance: Remittance) -> None:
    """These are reckoned with: no other remittance finds them."""
    for kind, table in _TABLES.items():
        table.objects.filter(pk__in=[item.id for item in items if item.kind == kind]).update(remittance=remittance)
