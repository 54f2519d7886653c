"""Who pays: debtors recognised by the account or the name on a bank line. For jobs, no viewer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from cessie.domain.parties.models import BankAccount, Debtor
from cessie.domain.parties.queries import ibans_of
from cessie.domain.parties.rules.names import sort_name


@dataclass(frozen=True, slots=True)
class Payer:
    """A debtor as bank lines show him."""

    name: str
    ibans: tuple[str, ...]


def payers(ibans: Collection[str], names: Collection[str]) -> frozenset[UUID]:
    """Debtors with one of these accounts in use, or with exactly one of these names (accents and case aside)."""
    owners = BankAccount.objects.filter(iban__in=ibans, ended_at__isnull=True).values("company_id")
    sorted_names = {sort_name(name) for name in names} - {""}
    found = set(Debtor.objects.filter(company_id__in=owners).values_list("pk", flat=True))
    found |= set(Debtor.objects.filter(company__sort_name__in=sorted_names).values_list("pk", flat=True))
    return frozenset(found)


def payer_facts(debtor_ids: Collection[UUID]) -> dict[UUID, Payer]:
    """Name and accounts of each debtor."""
    rows = list(Debtor.objects.filter(pk__in=debtor_ids).values_list("pk", "company_id", "company__name"))
    accounts = ibans_of(company for _, company, _ in rows)
    return {key: Payer(name, accounts.get(company, ())) for key, company, name in rows}
