"""An agency that collects: a principal under a contract of the preset ``collection``, late debtors, partners.

Its clock stands still and goes on by hand, so that the periods of the law pass in a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from cessie.domain.banking.models import Account
from cessie.domain.collection.models import Claim, Dossier
from cessie.domain.keys.debtor_link import debtor_link
from cessie.domain.parties.models import Company
from cessie.domain.proceedings.models import Partner
from cessie.domain.proceedings.partners import add_partner
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import system
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.workflows.follow_up import collection, handing_over
from cessie.workflows.follow_up.proceeding import look_at_cases
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world import cast as actors
from cessie.world.bank import Bank
from cessie.world.papers import Sale, invoice
from cessie.world.stage import Buyer, House, Seller, add_buyer, add_seller, build_house
from tests.portals.house import StillBank, visit

#: A Tuesday, eleven o'clock in Brussels.
BEGIN = datetime(2026, 6, 2, 9, tzinfo=UTC)
NIGHT = system("collection")


@dataclass
class Clock:
    """What ``timezone.now`` says."""

    at: datetime = BEGIN

    def on(self, day: date) -> None:
        """Go on to a day; nobody is logged in any more."""
        self.at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@dataclass
class Agency:
    """The house, its principal, three debtors in Belgium."""

    clock: Clock
    house: House
    principal: Seller
    debtors: list[Buyer]

    @property
    def today(self) -> date:
        """The clock's booking day."""
        return booking_day(self.clock.at)

    def paper(self, number: str, debtor: Buyer, net: int) -> bytes:
        """An invoice of the principal that is two months late."""
        issued = self.today - timedelta(days=90)
        due = issued + timedelta(days=30)
        sale = Sale(number, self.principal.actor, debtor.actor, issued, due, Money(net), "")
        return invoice(sale, self.principal.actor, assigned=False)

    def hand_in(self, number: str, debtor: Buyer, net: int) -> None:
        """The bookkeeper hands it in."""
        take_in_invoice(
            data=self.paper(number, debtor, net), name=f"{number}.xml", channel="portal",
            client_id=self.principal.client_id, by=self.principal.bookkeeper, at=self.clock.at,
        )  # fmt: skip

    def night(self) -> None:
        """What the house does by itself: late invoices become dossiers, dossiers and cases are looked at."""
        handing_over.take_in_late(by=NIGHT, at=self.clock.at)
        collection.turn(by=NIGHT, at=self.clock.at)
        look_at_cases(by=NIGHT, at=self.clock.at)

    def dossier(self, debtor: Buyer) -> Dossier:
        """Of this debtor."""
        return Dossier.objects.get(debtor_id=debtor.debtor_id)

    def reminded(self, debtor: Buyer) -> None:
        """The principal says that he sent a reminder himself: the notice of default of a summons."""
        day = self.today - timedelta(days=40)
        Claim.objects.filter(dossier__debtor_id=debtor.debtor_id).update(notice_date=day, notice_channel="electronic")

    def link(self, debtor: Buyer) -> str:
        """The debtor's page."""
        client, by = self.principal.client_id, system("letters")
        made = debtor_link(client_id=client, debtor_id=debtor.debtor_id, by=by, at=self.clock.at)
        return "/debtor/" + made.rsplit("/", 1)[1]

    def browser(self, email: str) -> Client:
        """Somebody who is logged in today, in English."""
        return visit(email)


def an_agency(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Agency:
    """Everything ready, nothing handed in; the clock stands."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.at)
    settings.COLLECTOR_REGISTRATIONS = ["BE"]
    first = booking_day(clock.at)
    house = build_house(7, first, cast(Bank, StillBank()))
    principal = add_seller(house, belgian(actors.sellers(7, 8), 1)[0], 1, first, preset="collection")
    debtors = [
        add_buyer(house, actor, Money(1), first, [principal]) for actor in belgian(actors.buyers(7, 16), 3)
    ]  # fmt: skip
    Account.objects.create(
        iban="BE71096123456769", holder=f"{house.actor.name}, derdengelden", purpose="trust", ledger_code="1020",
        opened_date=first - timedelta(days=30),
    )  # fmt: skip
    User.objects.update(language="en")
    Company.objects.update(language="en")
    return Agency(clock, house, principal, debtors)


def belgian(found: list[actors.Actor], count: int) -> list[actors.Actor]:
    """The first that are of Belgium."""
    return [each for each in found if each.country == "BE"][:count]


def a_partner(agency: Agency, role: str, name: str) -> Partner:
    """A law firm or an office of bailiffs among the house's partners."""
    by, at = system("test"), agency.clock.at
    company = Company.objects.create(name=name, sort_name=name.casefold(), country="BE", language="en", created_at=at)
    return add_partner(company_id=company.pk, role=role, districts=[], by=by, at=at)
