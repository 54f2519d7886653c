"""Setting the stage: a made-up house with its staff, accounts and bank, clients with contracts, debtors with limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice

from cessie.domain.banking.open_account import open_account
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.members import add_member
from cessie.domain.parties.queries import viewer_for
from cessie.domain.parties.register import register_client, register_company, register_debtor, relate
from cessie.domain.users.create import create
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.lib.days import BRUSSELS
from cessie.lib.money import Money
from cessie.world.bank import Bank
from cessie.world.cast import Actor, factor

#: What the bank accounts hold when the curtain rises: enough to buy for weeks, plainly round.
OPENING = Money(2_000_000_00)
#: How long before the first day the clients' accounts were confirmed, so that none counts as changed lately.
BEFORE = timedelta(days=30)
#: The password of every login of a simulated house; a real house never has one.
PASSWORD = "made-up house, 1 password"  # noqa: S105 - of made-up people in a made-up house, printed by the demo


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A wall-clock moment in Brussels, as UTC.

    >>> moment(date(2026, 3, 3), 9).isoformat()
    '2026-03-03T08:00:00+00:00'
    """
    return datetime.combine(day, time(hour, minute), BRUSSELS).astimezone(UTC)


@dataclass(frozen=True)
class Staff:
    """Who works in the house: two on each desk where four eyes are needed."""

    administrator: Viewer
    credit: Viewer
    second_credit: Viewer
    treasury: Viewer
    second_treasury: Viewer
    collection: Viewer


@dataclass(frozen=True)
class House:
    """The factor: as a company of the cast, its accounts at the bank, and its staff."""

    actor: Actor
    payout_iban: str
    staff: Staff
    seed: int

    @property
    def collection_iban(self) -> str:
        """Where debtors pay."""
        return self.actor.iban


@dataclass(frozen=True)
class Seller:
    """A client on the stage: ``owner`` signs, ``bookkeeper`` hands invoices in."""

    actor: Actor
    client_id: UUID
    contract_id: UUID
    owner: Viewer
    bookkeeper: Viewer


@dataclass(frozen=True)
class Buyer:
    """A debtor on the stage."""

    actor: Actor
    debtor_id: UUID


WORLD = system("world")


@cache
def _secret() -> str:
    """The hash of the one password, made once: hashing it for each login would be half of the time of a short play."""
    return make_password(PASSWORD)


def login(by: Viewer, email: str, name: str, kind: str, roles: tuple[str, ...], language: str, at: datetime) -> Viewer:
    """A login that is ready for use: its authenticator is set up already, and the login page of a made-up house tells
    its code."""
    user = create(email=email, name=name, kind=kind, roles=roles, language=language, by=by, at=at)
    User.objects.filter(pk=user.pk).update(password=_secret())
    TOTPDevice.objects.get_or_create(user=user, confirmed=True, defaults={"name": "made up"})
    return viewer_for(user)


def build_house(seed: int, first_day: date, bank: Bank) -> House:
    """Found the made-up house as it stands on the morning of its first day; its accounts exist at the bank too."""
    actor, payout_iban = factor(seed)
    at = moment(first_day - BEFORE, 9)
    company = _company(actor, at, email="post@factor.example")
    found_house(company_id=company, simulated=True, by=WORLD, at=at)
    administrator = login(WORLD, "admin@factor.example", "Admin Demo", "staff", ("administrator",), "en", at)

    def colleague(email: str, name: str, role: str, language: str) -> Viewer:
        return login(administrator, f"{email}@factor.example", f"{name} Demo", "staff", (role,), language, at)

    staff = Staff(
        administrator=administrator,
        credit=colleague("credit1", "Credit One", "credit", "nl"),
        second_credit=colleague("credit2", "Credit Two", "credit", "fr"),
        treasury=colleague("treasury1", "Treasury One", "treasury", "nl"),
        second_treasury=colleague("treasury2", "Treasury Two", "treasury", "en"),
        collection=colleague("collection1", "Collection One", "collection", "nl"),
    )
    for purpose, iban in (("collection", actor.iban), ("payout", payout_iban)):
        open_account(
            iban=iban,
            holder=actor.name,
            purpose=purpose,
            opened_date=first_day,
            opening=OPENING,
            bank="mock-bank",
            by=staff.administrator,
            at=moment(first_day, 8),
        )
        bank.open(name=purpose.upper(), holder=actor.name, iban=iban, balance=OPENING)
    return House(actor, payout_iban, staff, seed)


def _company(actor: Actor, at: datetime, *, email: str = "", keep_false: bool = False) -> UUID:
    company = register_company(
        name=actor.name,
        country=actor.country,
        identifiers=actor.identifiers,
        street=actor.street,
        building=actor.building,
        postcode=actor.postcode,
        town=actor.town,
        language=actor.language,
        email=email,
        keep_false=keep_false,
        by=WORLD,
        at=at,
    )
    return company.id


def add_seller(
    house: House,
    actor: Actor,
    number: int,
    first_day: date,
    *,
    preset: str = "american",
    changes: Mapping[str, Any] | None = None,
    keep_false: bool = False,
) -> Seller:
    """A client with a contract, two logins, and an account that two people of the house have checked."""
    at = moment(first_day - BEFORE, 10)
    company_id = _company(actor, at, keep_false=keep_false)
    client = register_client(company_id=company_id, code=f"C{number:03d}", by=WORLD, at=at)
    account = add_account(company_id=company_id, iban=actor.iban, holder=actor.name, by=house.staff.credit, at=at)
    confirm_account(account_id=account.id, by=house.staff.treasury, at=at)
    contract = open_contract(
        client_id=client.id,
        number=f"F{number:03d}",
        preset=preset,
        valid_from=first_day - BEFORE,
        changes={"vat_country": "BE", **(changes or {})},
        by=WORLD,
        at=at,
    )
    members = {}
    admin = house.staff.administrator
    for role in ("owner", "bookkeeper", "reader"):
        name = f"{role.title()} {number} Demo"
        viewer = login(admin, f"{role}{number}@client.example", name, "client", (), actor.language, at)
        if viewer.user_id is None:
            raise AssertionError("a login is a user")
        add_member(user_id=viewer.user_id, client_id=client.id, role=role, by=admin, at=at)
        members[role] = viewer.user_id
    return Seller(actor, client.id, contract.id, _again(members["owner"]), _again(members["bookkeeper"]))


def _again(user_id: UUID) -> Viewer:
    """The viewer as he is now that he has his membership."""
    return viewer_for(User.objects.get(pk=user_id))


def add_buyer(
    house: House, actor: Actor, limit: Money, first_day: date, sellers: list[Seller], *, keep_false: bool = False
) -> Buyer:
    """A debtor with a limit, known to these clients."""
    at = moment(first_day - BEFORE, 11)
    debtor = register_debtor(company_id=_company(actor, at, keep_false=keep_false), by=WORLD, at=at)
    for kind in ("own", "insured"):
        set_limit(
            debtor_id=debtor.id,
            kind=kind,
            amount=limit,
            valid_from=first_day - BEFORE,
            valid_until=None,
            source="made up",
            by=house.staff.credit,
            at=at,
        )
    for seller in sellers:
        relate(client_id=seller.client_id, debtor_id=debtor.id, reference=actor.name, by=WORLD, at=at)
    return Buyer(actor, debtor.id)
