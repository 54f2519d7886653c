"""The contracts that a run charges, with every version of their terms: read once for any number of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.charges.rules.earned import Span
from cessie.domain.contracts.models import Contract, Version
from cessie.ledger.entry import Dims
from cessie.terms.contract import Terms

#: Versions whose terms are remembered: those of a few groups of contracts.
REMEMBERED: Final = 1000
_READ: dict[UUID, Terms] = {}


@dataclass(frozen=True, slots=True)
class Agreed:
    """A contract and its terms from each day on, oldest first."""

    contract: Contract
    versions: Sequence[tuple[date, Terms]]

    @property
    def dims(self) -> Dims:
        """What its postings are about."""
        return Dims(contract=self.contract.pk, client=self.contract.client_id)

    @property
    def bears_interest(self) -> bool:
        """Whether any version has a price for money."""
        return any(terms.interest is not None for _day, terms in self.versions)

    def terms_on(self, day: date) -> Terms:
        """The terms of a day; of the first version for a day before it."""
        known = [terms for since, terms in self.versions if since <= day]
        return known[-1] if known else self.versions[0][1]

    def spans(self, first: date, last: date) -> list[Span]:
        """The days under each version that has an interest."""
        found = []
        for place, (since, terms) in enumerate(self.versions):
            after = self.versions[place + 1][0] if place + 1 < len(self.versions) else None
            begin, end = max(first, since), min(last, after - timedelta(days=1)) if after else last
            if terms.interest is not None and begin <= end:
                found.append(Span(begin, end, terms.interest, terms.limits.facility))
        return found


def agreed(contract_ids: Collection[UUID]) -> list[Agreed]:
    """The contracts by key, each with its versions. Two statements."""
    versions: dict[UUID, list[tuple[date, Terms]]] = {}
    for row in Version.objects.filter(contract_id__in=contract_ids).order_by("valid_from"):
        versions.setdefault(row.contract_id, []).append((row.valid_from, _terms(row)))
    rows = Contract.objects.filter(pk__in=list(versions)).select_related("client__company").order_by("pk")
    return [Agreed(contract, versions[contract.pk]) for contract in rows]


def _terms(row: Version) -> Terms:
    """A version never changes (the database says so): a run reads it once for all its steps, the older ones go."""
    found = _READ.get(row.pk)
    if found is None:
        if len(_READ) >= REMEMBERED:
            del _READ[next(iter(_READ))]
        found = _READ[row.pk] = Terms.from_json(row.terms)
    return found


def charged_in(first: date, last: date) -> QuerySet[Contract]:
    """Contracts that ran on any day of the span."""
    return Contract.objects.filter(started_date__lte=last).filter(Q(ended_date__isnull=True) | Q(ended_date__gt=first))
