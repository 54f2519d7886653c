"""Remittances as a list shows them, and their papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse

from cessie.domain.documents.queries import content
from cessie.domain.payments.queries import orders
from cessie.domain.trust import queries as trust
from cessie.domain.trust.models import Remittance
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.download import original


@dataclass(frozen=True, slots=True)
class Row:
    """A remittance in a list; ``executed``: the day on which the bank paid it."""

    id: UUID
    number: int
    principal: str
    until: date
    collected: Money
    cost: Money
    passed_on: Money
    owing: Money
    executed: date | None
    has_paper: bool


def rows_of(found: Iterable[Remittance]) -> list[Row]:
    """They came from a query with the viewer. Two statements."""
    rows = list(found)
    paid = {order.key: order.executed_date for order in orders(system("list"), keys=[row.order_key for row in rows])}
    return [
        Row(
            row.pk, row.number, row.client.company.name, row.until_date, Money(row.collected_cents),
            Money(row.net_cents + row.vat_cents), Money(row.paid_cents), Money(row.owing_cents),
            paid.get(row.order_key), row.document_id is not None,
        )
        for row in rows
    ]  # fmt: skip


def paper_of(viewer: Viewer, remittance_id: UUID) -> HttpResponse:
    """The statement as a file; ``NotFound`` where it is not the viewer's or not made yet."""
    row = trust.remittances(viewer).filter(pk=remittance_id, document__isnull=False).first()
    if row is None or row.document_id is None:
        raise NotFound("trust.unknown_remittance", N_("There is no such remittance."))
    return original(content(row.document_id, viewer), "application/pdf", f"remittance-{row.number}")
