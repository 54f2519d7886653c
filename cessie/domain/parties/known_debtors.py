"""Debtors as one client knows them, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cessie.domain.parties.models import Identifier, Relation
from cessie.domain.parties.queries import debtors
from cessie.domain.users.rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class KnownDebtor:
    """A debtor with his numbers and the client's own number of him."""

    id: UUID
    name: str
    sort_name: str
    country: str
    numbers: tuple[str, ...]
    reference: str


def known_debtors(
    *, viewer: Viewer, client_id: UUID, text: str = "", after: tuple[str, UUID] | None = None, limit: int
) -> tuple[KnownDebtor, ...]:
    """By name, behind the one with this sort name and key; three statements."""
    rows = debtors(viewer=viewer, client_id=client_id, text=text)
    if after is not None:
        name, key = after
        rows = rows.filter(Q(company__sort_name__gt=name) | Q(company__sort_name=name, pk__gt=key))
    page = list(rows[:limit])
    numbers: dict[UUID, list[str]] = {row.company_id: [] for row in page}
    for company_id, value in (
        Identifier.objects.filter(company__in=list(numbers)).order_by("scheme", "value").values_list("company", "value")
    ):
        numbers[company_id].append(value)
    relations = Relation.objects.filter(client_id=client_id, debtor__in=[row.pk for row in page])
    references = dict(relations.values_list("debtor_id", "reference"))
    return tuple(
        KnownDebtor(
            id=row.pk,
            name=row.company.name,
            sort_name=row.company.sort_name,
            country=row.company.country,
            numbers=tuple(numbers[row.company_id]),
            reference=references.get(row.pk, ""),
        )
        for row in page
    )
