"""Groups: companies under one head. A company without a parent and without daughters is a group of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cessie.domain.parties.models import Client, Company, Debtor

#: How many companies may stand above one another.
DEPTH = 5


def head_of(company_id: UUID, *, through: UUID | None = None) -> UUID | None:
    """The company at the top; None if the way up passes ``through`` or is too long."""
    here: UUID | None = company_id
    for _ in range(DEPTH):
        if here is None or here == through:
            return None
        above = Company.objects.filter(pk=here).values_list("parent_id", flat=True).first()
        if above is None:
            return here
        here = above
    return None


def heads(company_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The head of each company, in as many statements as groups are deep."""
    top = {key: key for key in company_ids}
    for _ in range(DEPTH):
        above = dict(
            Company.objects.filter(pk__in=set(top.values()), parent__isnull=False).values_list("pk", "parent_id")
        )
        if not above:
            break
        top = {key: above.get(head, head) for key, head in top.items()}
    return top


def members(head_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The companies under each head, itself among them."""
    of = {head: head for head in head_ids}
    fresh = dict(of)
    for _ in range(DEPTH):
        rows = Company.objects.filter(parent_id__in=set(fresh)).values_list("pk", "parent_id")
        fresh = {pk: of[parent] for pk, parent in rows if parent is not None and pk not in of}
        if not fresh:
            break
        of |= fresh
    found: dict[UUID, set[UUID]] = {head: set() for head in head_ids}
    for company, head in of.items():
        found[head].add(company)
    return {head: frozenset(companies) for head, companies in found.items()}


#: Whether other companies stand under the one of a client or debtor.
_HEADS = Exists(Company.objects.filter(parent_id=OuterRef("company_id")))


def client_groups(client_ids: Collection[UUID] | QuerySet[Any, Any]) -> frozenset[UUID]:
    """These clients and all clients whose companies stand under the same heads."""
    rows = list(Client.objects.filter(pk__in=client_ids).values_list("pk", "company_id", "company__parent_id", _HEADS))
    if not any(parent or leads for _, _, parent, leads in rows):  # nearly always
        return frozenset(pk for pk, _, _, _ in rows)
    under = members(set(heads([company for _, company, _, _ in rows]).values()))
    everybody = {company for group in under.values() for company in group}
    return frozenset(Client.objects.filter(company_id__in=everybody).values_list("pk", flat=True))


def debtor_groups(debtor_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The debtors of the group of each debtor, himself among them."""
    rows = list(Debtor.objects.filter(pk__in=debtor_ids).values_list("pk", "company_id", "company__parent_id", _HEADS))
    companies = {pk: company for pk, company, _, _ in rows}
    if not any(parent or leads for _, _, parent, leads in rows):  # nearly always
        return {pk: frozenset({pk}) for pk in companies}
    top = heads(list(companies.values()))
    under = members(set(top.values()))
    everybody = {company for group in under.values() for company in group}
    debtor_of = dict(Debtor.objects.filter(company_id__in=everybody).values_list("company_id", "pk"))
    return {
        debtor: frozenset(debtor_of[each] for each in under[top[company]] if each in debtor_of)
        for debtor, company in companies.items()
    }
