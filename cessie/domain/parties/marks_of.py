"""What companies share that makes them one: the head of their group, an account, an address, a login."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final
from uuid import UUID

from cessie.domain.parties.groups import heads
from cessie.domain.parties.models import BankAccount, Company, Membership
from cessie.lib.references import shown_iban

#: What more companies than this share says nothing: a business centre, an accountant.
CROWD: Final = 6


def marks_of(sellers: Collection[UUID], buyers: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """The marks of each seller, and of each buyer who shares one with a seller, in words that a person can read.

    Only what a seller has too is looked for, so that a hundred thousand buyers cost what one costs.
    """
    own, wanted = set(sellers), set(buyers)
    found: dict[UUID, set[str]] = defaultdict(set, {key: set() for key in own})
    for key, mark in (*_groups(own, wanted), *_accounts(own), *_places(own), *_logins(own)):
        if key in own or key in wanted:
            found[key].add(mark)
    return {key: frozenset(marks) for key, marks in found.items()}


def _groups(own: set[UUID], wanted: set[UUID]) -> Iterator[tuple[UUID, str]]:
    """Companies under one head; who stands alone has no group."""
    under = Company.objects.filter(parent__isnull=False)
    in_one = set(under.filter(pk__in=own | wanted).values_list("pk", flat=True))
    in_one |= (
        set(under.filter(parent__in=own | wanted).values_list("parent_id", flat=True)) if under.exists() else set()
    )
    top = heads(in_one)
    names = dict(Company.objects.filter(pk__in=set(top.values())).values_list("pk", "name"))
    for key, head in top.items():
        yield key, names[head]


def _accounts(own: set[UUID]) -> Iterator[tuple[UUID, str]]:
    mine = BankAccount.objects.filter(company__in=own, ended_at__isnull=True).values("iban")
    rows = BankAccount.objects.filter(iban__in=mine, ended_at__isnull=True)
    for key, iban in rows.values_list("company_id", "iban"):
        yield key, shown_iban(iban)


def _places(own: set[UUID]) -> Iterator[tuple[UUID, str]]:
    """The same street, number and postcode; where many live, living there says nothing."""
    mine = Company.objects.filter(pk__in=own).exclude(postcode="").values("postcode")
    at: dict[str, list[UUID]] = defaultdict(list)
    for row in Company.objects.filter(postcode__in=mine).only("pk", "street", "building", "postcode"):
        if row.street and row.building:
            at[f"{row.street} {row.building}, {row.postcode}".casefold()].append(row.pk)
    for place, companies in at.items():
        if len(companies) <= CROWD:
            yield from ((key, place) for key in companies)


def _logins(own: set[UUID]) -> Iterator[tuple[UUID, str]]:
    """Who acts for several clients, but not an office that acts for many."""
    rows = Membership.objects.filter(client__company__in=own, ended_at__isnull=True).exclude(role="reader")
    of: dict[UUID, list[UUID]] = defaultdict(list)
    for key, user in rows.values_list("client__company", "user_id"):
        of[user].append(key)
    for user, companies in of.items():
        if len(companies) <= CROWD:
            yield from ((key, f"login {str(user)[-6:]}") for key in companies)
