"""Invoices that money may pay: found by what a payer says, for the rooms later on the road. For jobs, no viewer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Sum

from cessie.domain.invoices.models import Credit, Finding, Invoice
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Payable:
    """An invoice as a purchase or a payment sees it; what is open on it is asked of the ledger.

    ``face``: what the debtor has to pay, incl. VAT, less what was credited before a purchase; ``net``: without VAT.
    """

    id: UUID
    number: str
    client_id: UUID
    debtor_id: UUID
    contract_id: UUID
    due_date: date
    reference: str
    face: Money
    net: Money
    kind: str
    state: str
    received_at: datetime


def payable(
    *, ids: Collection[UUID] = (), references: Collection[str] = (), numbers: Collection[str] = (),
    client_id: UUID | None = None, limit: int = 500,
) -> tuple[Payable, ...]:  # fmt: skip
    """Accepted invoices with one of these keys, payment references or normalised numbers, of one client or of all;
    oldest due first."""
    wanted = Q(pk__in=ids) | Q(payment_reference__in=references) | Q(number_key__in=numbers)
    if client_id is not None:
        wanted &= Q(client_id=client_id)
    return _facts(wanted, limit)


def lock(ids: Collection[UUID]) -> tuple[Payable, ...]:
    """The same under row locks, taken in the order of the keys; within a transaction."""
    rows = Invoice.objects.select_for_update(of=("self",)).filter(pk__in=ids, debtor__isnull=False).order_by("pk")
    found = list(rows)
    netted = credited([row.pk for row in found])
    return tuple(_fact(row, netted) for row in found)


def debtors_of(ids: Collection[UUID]) -> frozenset[UUID]:
    """Who owes these invoices."""
    rows = Invoice.objects.filter(pk__in=ids, debtor__isnull=False).values_list("debtor_id", flat=True)
    return frozenset(key for key in rows if key is not None)


def let_pass(ids: Collection[UUID]) -> frozenset[tuple[UUID, str]]:
    """Which doubts about which invoices people have cleared, as (invoice, code). After the locks."""
    rows = Finding.objects.filter(invoice_id__in=ids, cleared_at__isnull=False, gone_at__isnull=True)
    return frozenset(rows.values_list("invoice_id", "code"))


def _facts(wanted: Q, limit: int) -> tuple[Payable, ...]:
    rows = Invoice.objects.filter(wanted, state="accepted", kind="invoice", debtor__isnull=False)
    found = list(rows.order_by("due_date", "number", "pk")[:limit])
    netted = credited([row.pk for row in found])
    return tuple(_fact(row, netted) for row in found)


def credited(ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """What credit notes took off invoices before they were bought: cents with VAT and without. After the locks."""
    rows = Credit.objects.filter(invoice_id__in=ids, undone_at__isnull=True).values_list("invoice_id")
    return {key: (total, net) for key, total, net in rows.annotate(Sum("amount_cents"), Sum("net_cents")).order_by()}


def _fact(row: Invoice, netted: dict[UUID, tuple[int, int]]) -> Payable:
    if row.debtor_id is None:
        raise AssertionError("an invoice of an unknown debtor is not asked for here")
    off, off_net = netted.get(row.pk, (0, 0))
    return Payable(
        id=row.pk,
        number=row.number,
        client_id=row.client_id,
        debtor_id=row.debtor_id,
        contract_id=row.contract_id,
        due_date=row.due_date,
        reference=row.payment_reference,
        face=Money(row.payable_cents - off, row.currency),
        net=Money(row.net_cents - off_net, row.currency),
        kind=row.kind,
        state=row.state,
        received_at=row.received_at,
    )
