"""Under which mandate invoices of a debtor could be collected: the house's for what it bought, else the client's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.models import Invoice
from cessie.domain.mandates.models import Mandate, PlanDebit
from cessie.ledger.queries import bought_amounts

#: A mandate that the debtor has signed serves as soon as the second person has compared it.
SERVES = ("active", "signed")


def serving(*, client_id: UUID, debtor_id: UUID, invoice_ids: Collection[UUID], on: date) -> Mandate | None:
    """The newest mandate that the debtor gave to whoever these invoices are owed to, an active one before one that
    waits to be compared; None where he gave none, where some are bought and others not, or where he shall not know
    that the house bought them."""
    bought = [key for key, amount in bought_amounts(invoice_ids).items() if amount]
    if bought and (len(bought) != len(set(invoice_ids)) or not _told(bought, on)):
        return None
    rows = Mandate.objects.filter(debtor_id=debtor_id, state__in=SERVES, one_off=False)
    rows = rows.select_related("creditor__account")
    theirs = Q(creditor__account__client__isnull=True) if bought else Q(creditor__account__client=client_id)
    found = sorted(rows.filter(theirs), key=lambda row: (row.state == "active", row.registered_at, row.pk))
    return found[-1] if found else None


def _told(invoice_ids: Collection[UUID], on: date) -> bool:
    """Whether the debtor knows of the assignment: else the house's name would stand on his statement."""
    contracts = set(Invoice.objects.filter(pk__in=invoice_ids).values_list("contract_id", flat=True))
    return all(terms_on(key, on)[1].disclosure == "NOTIFIED" for key in contracts)


def debits_of(arrangement_ids: Collection[UUID]) -> dict[UUID, Mandate]:
    """Of these plans those that are fetched, each with its mandate."""
    rows = PlanDebit.objects.filter(arrangement__in=arrangement_ids, left_at__isnull=True).select_related("mandate")
    return {row.arrangement_id: row.mandate for row in rows}
