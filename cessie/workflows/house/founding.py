"""A real house begins: the company whose books these are, its accounts, and the people who work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.banking.open_account import open_account
from cessie.domain.documents.models import Document
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.models import Company, House
from cessie.domain.parties.queries import viewer_for
from cessie.domain.parties.register import register_company
from cessie.domain.users.create import create
from cessie.domain.users.models import User
from cessie.domain.users.one_time import one_time_password
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


class NotEmpty(Refusal):
    """There is a house already, or something of one."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """One of the house's accounts with the balance that the bank shows on ``opened_date``."""

    iban: str
    purpose: str
    opened_date: date
    opening: Money
    bic: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague and what he does."""

    name: str
    email: str
    roles: tuple[str, ...]
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a house is at its beginning; the first of the people is the administrator. ``clauses`` by language."""

    name: str
    country: str
    identifiers: Mapping[str, str]
    address: Mapping[str, str]
    language: str
    accounts: tuple[OwnAccount, ...]
    people: tuple[Person, ...]
    email: str = ""
    clauses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Founded:
    """The house, and the password of each of its people, which serves once and is kept nowhere."""

    company_id: UUID
    passwords: Mapping[str, str]


@transaction.atomic
def found(*, plan: Plan, by: Viewer, at: datetime) -> Founded:
    """Make the house of an empty database: all of it or nothing.

    Refused: a database in which anything is (``NotEmpty``), a plan without administrator, what the verbs refuse
    (numbers and IBANs with wrong check digits, unknown roles, addresses that are none ...).
    """
    if any(kind.objects.exists() for kind in (House, Company, User, Document)):
        words = N_("There is a house in this database already. Choose another CESSIE_HOME for a new one.")
        raise NotEmpty("house.exists", words)
    first, *others = plan.people
    if "administrator" not in first.roles:
        raise Refusal("house.no_administrator", N_("The first of the people must be an administrator."))
    company = register_company(
        name=plan.name,
        country=plan.country,
        identifiers=plan.identifiers,
        language=plan.language,
        email=plan.email,
        by=by,
        at=at,
        street=plan.address.get("street", ""),
        building=plan.address.get("building", ""),
        postcode=plan.address.get("postcode", ""),
        town=plan.address.get("town", ""),
    )
    found_house(company_id=company.pk, simulated=False, clauses=plan.clauses, by=by, at=at)
    passwords = {first.email: one_time_password()}
    chief = _login(first, passwords[first.email], by, at)
    for person in others:
        passwords[person.email] = one_time_password()
        _login(person, passwords[person.email], chief, at)
    for account in plan.accounts:
        open_account(
            iban=account.iban,
            holder=plan.name,
            purpose=account.purpose,
            opened_date=account.opened_date,
            opening=account.opening,
            bic=account.bic,
            bank=account.bank,
            by=chief,
            at=at,
        )
    return Founded(company.pk, passwords)


def _login(person: Person, password: str, by: Viewer, at: datetime) -> Viewer:
    user = create(
        email=person.email,
        name=person.name,
        kind="staff",
        roles=person.roles,
        language=person.language,
        password=password,
        by=by,
        at=at,
    )
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    return viewer_for(user)
