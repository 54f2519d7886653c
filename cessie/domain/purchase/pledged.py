"""What is pledged under a contract, what was advanced on it, and what may be drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.payments.spoken_for import advances_ordered
from cessie.domain.purchase.models import Pledge
from cessie.domain.purchase.rules.drawing import Drawing
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.ledger.receivables import pledged_of
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class PledgedInvoice:
    """An invoice that secures advances; ``open``: what of it is still pledged."""

    invoice_id: UUID
    number: str
    client_id: UUID
    contract_id: UUID
    due_date: date
    pledged_at: datetime
    open: Money
    document: str


def drawing(contract_id: UUID, day: date) -> Drawing:
    """What may be drawn that day; asked under the lock of the contract by whoever decides on it."""
    _, terms = terms_on(contract_id, day)
    of = Dims(contract=contract_id)
    return Drawing(
        pledged=ledger.balance("9000", of, currency=terms.currency),
        outstanding=ledger.balance("1200", of, currency=terms.currency),
        ordered=advances_ordered(contract_id, currency=terms.currency),
        rate=terms.advance_rate,
        facility=terms.limits.facility,
    )


def pledges(*, viewer: Viewer, contract_id: UUID, text: str = "", limit: int = 500) -> tuple[PledgedInvoice, ...]:
    """Pledged invoices of a contract of which something is open, by due date, as far as the viewer may see them."""
    return _facts(pledged_of(contract_id), viewer, text, limit)


def pledges_like(*, viewer: Viewer, text: str, limit: int = 20) -> tuple[PledgedInvoice, ...]:
    """Pledged invoices of all clients with something open whose number holds ``text``: for the staff alone."""
    if not viewer.sees_all or not text:
        return ()
    rows = Pledge.objects.filter(invoice__number__icontains=text).values_list("invoice_id", flat=True)
    return _facts(open_pledge(list(rows[:500])), viewer, text, limit)


def over_advanced(day: date) -> tuple[tuple[Contract, Drawing], ...]:
    """Contracts under which more is advanced or ordered than their pledge bears; for the queue."""
    found = [
        (row, drawing(row.pk, day))
        for row in Contract.objects.filter(pk__in=Pledge.objects.values("contract_id")).order_by("number")
    ]
    return tuple((row, drawn) for row, drawn in found if drawn.over)


def open_pledge(invoice_ids: Collection[UUID]) -> dict[UUID, Money]:
    """What is still pledged of these invoices; those of which nothing is are left out. For jobs."""
    rows = Pledge.objects.filter(invoice_id__in=invoice_ids).values_list("contract_id", flat=True).distinct()
    found = {key: amount for contract in rows for key, amount in pledged_of(contract).items()}
    return {key: amount for key, amount in found.items() if key in set(invoice_ids)}


def _facts(open_now: dict[UUID, Money], viewer: Viewer, text: str, limit: int) -> tuple[PledgedInvoice, ...]:
    rows = Pledge.objects.select_related("invoice").filter(invoice_id__in=list(open_now))
    if not viewer.sees_all:
        rows = rows.filter(contract__client_id__in=viewer.client_ids)
    if text:
        rows = rows.filter(invoice__number__icontains=text)
    return tuple(
        PledgedInvoice(
            row.invoice_id, row.invoice.number, row.invoice.client_id, row.contract_id, row.invoice.due_date,
            row.pledged_at, open_now[row.invoice_id], row.document_id,
        )
        for row in rows.order_by("invoice__due_date", "pk")[:limit]
    )  # fmt: skip
