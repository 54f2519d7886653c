"""What the client owes each of his debtors by the newest word, for a person's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cessie.domain.availability.models import Contra
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Told:
    """One debtor whom the client owes something, with when and by whom (a viewer's key) it was told last."""

    debtor_id: UUID
    debtor_name: str
    amount: Money
    note: str
    told_at: datetime
    told_by: str


def told(contract_id: UUID) -> list[Told]:
    """The newest word on each debtor by name; what became nothing is left out. The caller has seen the contract."""
    rows = Contra.objects.filter(contract_id=contract_id).select_related("debtor__company")
    newest = rows.order_by("debtor_id", "-told_at", "-pk").distinct("debtor_id")
    found = [
        Told(
            row.debtor_id, row.debtor.company.name, Money(row.amount_cents, row.currency), row.note, row.told_at,
            row.told_by,
        )
        for row in newest
        if row.amount_cents
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.debtor_name.casefold(), str(row.debtor_id)))
