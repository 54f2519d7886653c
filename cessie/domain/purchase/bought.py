"""What was bought under which terms, for those who tell debtors of it. For jobs, no viewer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.contracts.queries import told_terms
from cessie.domain.purchase.models import Cession
from cessie.ledger.models import Balance
from cessie.terms.contract import Terms


@dataclass(frozen=True, slots=True)
class Bought:
    """One bought invoice; ``terms`` are those of the version under which it was bought, and stays; notified, where they
    were confidential and the contract was disclosed since."""

    invoice_id: UUID
    contract_id: UUID
    debtor_id: UUID
    terms: Terms
    ceded_at: datetime


def bought_under(*, contract_id: UUID, invoice_ids: Collection[UUID]) -> tuple[Bought, ...]:
    """Those of these invoices that were bought under the contract, oldest first."""
    return _facts(Cession.objects.filter(contract_id=contract_id, invoice_id__in=invoice_ids))


def open_bought() -> tuple[Bought, ...]:
    """Every bought invoice on which anything is open, oldest first."""
    return _facts(Cession.objects.filter(invoice_id__in=Balance.objects.filter(open=True).values("invoice_id")))


def _facts(rows: QuerySet[Cession]) -> tuple[Bought, ...]:
    found = list(
        rows.filter(invoice__debtor__isnull=False)
        .order_by("ceded_at", "pk")
        .values_list("invoice_id", "contract_id", "invoice__debtor_id", "proposal__version_id", "ceded_at")
    )
    terms = told_terms({row[3] for row in found})
    return tuple(
        Bought(invoice, contract, debtor, terms[version], at) for invoice, contract, debtor, version, at in found
    )
