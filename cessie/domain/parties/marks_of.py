"""What companies share that makes them one: the head of their group, an account, an address, a login, a mail address,
the VAT number of a group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.db.models.functions import Lower

from cessie.domain.parties.groups import heads
from cessie.domain.parties.models import BankAccount, Company, Identifier, Membership
from cessie.lib.references import shown_iban

#: What more companies than this share says nothing: a business centre, an accountant.
CROWD: Final = 6


def marks_of(sellers: Collection[UUID], buyers: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """The marks of each seller, and of each buyer who shares one with a seller, in words that a person can read.

    Only what a seller has too is looked for, so that a hundred thousand buyers cost what one costs.
    """
    own, wanted = set(sellers), set(buyers)
    found: dict[UUID, set[str]] = defaultdict(set, {key: set() for key in own})
    told = (*_groups(own, wanted), *_accounts(own), *_places(own), *_logins(own), *_mails(own), *_vat_groups(own))
    for key, mark in told:
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


def _mails(own: set[UUID]) -> Iterator[tuple[UUID, str]]:
    """The same mail address, whole: of a domain many may write."""
    mine = Company.objects.filter(pk__in=own).exclude(email="").annotate(mail=Lower("email")).values("mail")
    at: dict[str, list[UUID]] = defaultdict(list)
    for key, mail in Company.objects.annotate(mail=Lower("email")).filter(mail__in=mine).values_list("pk", "mail"):
        at[mail].append(key)
    for mail, companies in at.items():
        if 1 < len(companies) <= CROWD:
            yield from ((key, mail) for key in companies)


def _vat_groups(own: set[UUID]) -> Iterator[tuple[UUID, str]]:
    """Who invoices under a VAT number made of another company's number in the register, as members of a Belgian or
    French VAT group do, and that other. A number of a Dutch one says no company."""
    rows = Identifier.objects.filter(company__in=own, scheme__in=_REGISTERS.keys() | {"vat"})
    wanted = set()
    for scheme, value in rows.values_list("scheme", "value"):
        wanted |= {(scheme, value), *_beside(scheme, value)}
    values = [value for _, value in wanted]
    held: dict[str, set[UUID]] = defaultdict(set)
    for key, scheme, value in Identifier.objects.filter(value__in=values).values_list("company", "scheme", "value"):
        if (scheme, value) in wanted:
            held[value if scheme == "vat" else _REGISTERS[scheme](value)].add(key)
    for number, companies in held.items():
        if 1 < len(companies) <= CROWD:
            yield from ((key, number) for key in sorted(companies))


def _french(siren: str) -> str:
    """The VAT number of a SIREN: its key is worked out.

    >>> _french("732829320")
    'FR44732829320'
    """
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}" if siren.isdecimal() else siren


#: The VAT number that belongs to a number of the register.
_REGISTERS: Final[Mapping[str, Callable[[str], str]]] = {"be.enterprise": "BE{}".format, "fr.siren": _french}


def _beside(scheme: str, value: str) -> Iterator[tuple[str, str]]:
    """What another company may hold of the same group: the number of the register in a VAT number, or the reverse."""
    if scheme != "vat":
        yield "vat", _REGISTERS[scheme](value)
    elif value.startswith("BE"):
        yield "be.enterprise", value[2:]
    elif value.startswith("FR"):
        yield "fr.siren", value[4:]
