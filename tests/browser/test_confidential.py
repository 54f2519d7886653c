"""A confidential client on balances: his ledger, what he may draw, the money on his own account, its sweep, and the day
on which his customers are told after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.models import Sweep
from cessie.domain.correspondence.models import Message
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.domain.users.models import User
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.world import cast as actors
from cessie.world.bank import Bank
from cessie.world.stage import Buyer, add_buyer, add_seller, build_house
from tests.bank_files import Page as Sheet
from tests.bank_files import Row, camt053
from tests.browser.eyes import Eyes, follow
from tests.browser.paying import pay
from tests.portals.house import AGO, Stage, StillBank, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEDICATED = "FR7630006000011234567890189"
PHONE = 390
#: Columns of his own, three of which nobody knows by their name.
HEADER = "Bonnetje;Klant;Naam;BTW;Gemaakt;Vervaldatum;Rest;Bedrag"


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path, settings: Settings) -> Stage:
    """A house with one client on balances, five customers, and his dedicated account."""
    settings.DOCUMENTS, settings.BANK_FOLDER = tmp_path / "documents", tmp_path / "bank"
    today = booking_day(timezone.now())
    first = bank_day_from(today - AGO)
    house = build_house(7, first, cast(Bank, StillBank()))
    own = add_seller(house, actors.sellers(7, 1)[0], 1, first, preset="confidential_balance")
    buyers = [add_buyer(house, actor, Money(60_000_00), first, [own]) for actor in actors.buyers(7, 5)]
    made = Stage(house, own, own, buyers[0], today, {"buyers": buyers})
    account = add_account(
        company_id=Client.objects.get(pk=own.client_id).company_id, iban=DEDICATED, holder=own.actor.name,
        by=house.staff.credit, at=made.at,
    )  # fmt: skip
    confirm_account(account_id=account.id, by=house.staff.treasury, at=made.at)
    dedicate(contract_id=own.contract_id, iban=DEDICATED, by=house.staff.administrator, at=made.at)
    User.objects.update(language="en")
    return made


class Walk:
    """Windows of people who are logged in."""

    def __init__(self, stage: Stage, eyes: Eyes) -> None:
        self.stage, self.eyes = stage, eyes

    def of(self, email: str, width: int = 1360) -> Page:
        """Somebody's window."""
        return self.eyes.open(session=visit(email).cookies["sessionid"].value, width=width)

    def send(self, page: Page, as_of: date, *rows: tuple[str, int, str, str]) -> None:
        """The client sends his file: number, whose it is, open, total."""
        page.goto(reverse("client:ledgers"))
        page.get_by_label("File").set_input_files(
            {"name": f"{as_of}.csv", "mimeType": "text/csv", "buffer": self._file(rows)}
        )
        page.get_by_label("As of").fill(as_of.isoformat())
        follow(page.get_by_role("button", name="Send it"))

    def _file(self, rows: Sequence[tuple[str, int, str, str]]) -> bytes:
        buyers: Sequence[Buyer] = self.stage.things["buyers"]
        issued, due = self.stage.today - timedelta(days=9), self.stage.today + timedelta(days=21)
        told = [
            f"{number};K{n};{buyers[n].actor.name};{buyers[n].actor.vat};{issued};{due};{rest};{total}"
            for number, n, rest, total in rows
        ]
        return "\n".join([HEADER, *told, ""]).encode()

    def bank_tells(self, iban: str, row: Row, opening: int = 0, number: int = 1) -> None:
        """A statement comes and is worked on."""
        sheet = Sheet(self.stage.today, opening, (row,), number=number, iban=iban)
        self.stage.take_in(camt053(sheet, message=f"{iban[-4:]}-{number}"))


def the_client_sends_a_balance(walk: Walk) -> None:
    """On his telephone: the columns are explained once; a first ledger waits for the desk."""
    page = walk.of("owner1@client.example", PHONE)
    rows = [(f"2026-010{n}", n, "10000.00", "10000.00") for n in range(5)]
    walk.send(page, walk.stage.today - timedelta(days=1), *rows)
    expect(page.get_by_role("alert")).to_contain_text("Document number")
    for column, field in (("Bonnetje", "number"), ("Gemaakt", "issued"), ("Rest", "open")):
        page.get_by_label(column, exact=True).select_option(field)
    walk.eyes.look(page, "confidential-columns")
    follow(page.get_by_role("button", name="Keep it and send the ledger"))
    expect(page.locator(".head .chip")).to_have_text("waits for a decision")
    walk.eyes.look(page, "confidential-ledger")


def the_desk_puts_it_in_force(walk: Walk) -> None:
    page = walk.of("credit1@factor.example")
    page.goto(reverse("staff:ledgers"))
    follow(page.locator("section[aria-labelledby=sent] a").first)
    page.get_by_label("Why", exact=True).fill("Compared with the annual accounts.")
    follow(page.get_by_role("button", name="Put it in force"))
    expect(page.locator(".head .chip")).to_have_text("in force")


def he_draws(walk: Walk) -> None:
    """The bridge says what each rule takes out; he draws of it, and two people of the treasury let it go."""
    page = walk.of("owner1@client.example", PHONE)
    page.goto(reverse("client:availability"))
    follow(page.get_by_role("button", name="Reckon anew"))
    expect(page.get_by_role("button", name="Draw it")).to_be_visible()
    walk.eyes.look(page, "confidential-bridge")
    page.get_by_label("Amount").fill("20000.00")
    follow(page.get_by_role("button", name="Draw it"))
    expect(page.get_by_role("rowheader", name="D1")).to_be_visible()
    first, second = walk.of("treasury1@factor.example"), walk.of("treasury2@factor.example")
    first.goto(reverse("staff:queue"))
    pay(first, second, walk.eyes)


def he_matches_and_sweeps(walk: Walk) -> None:
    """A customer pays on the dedicated account: the page knows for what; the sweep's file is his, and it arrives."""
    walk.bank_tells(DEDICATED, Row(10_000_00, text="factuur 2026-0101", name="Customer"))
    page = walk.of("owner1@client.example", PHONE)
    page.goto(reverse("client:lettrage"))
    expect(page.get_by_label("Invoice").first).to_have_value("2026-0101")
    walk.eyes.look(page, "confidential-lettrage")
    follow(page.get_by_role("button", name="It pays these"))
    expect(page.get_by_text("Noted: the money is for these invoices.")).to_be_visible()
    follow(page.get_by_role("button", name="Order the sweep"))
    with page.expect_download() as caught:
        page.get_by_role("link", name="For your bank").click()
    order = Sweep.objects.get()
    assert caught.value.suggested_filename == f"{order.reference}.xml"
    walk.bank_tells(DEDICATED, Row(-10_000_00, order.reference), 10_000_00, 2)
    came = Row(10_000_00, order.reference, iban=DEDICATED, name=walk.stage.own.actor.name)
    walk.bank_tells(walk.stage.house.collection_iban, came, 2_000_000_00)
    page.reload()
    expect(page.get_by_role("cell", name="arrived")).to_be_visible()
    walk.eyes.look(page, "confidential-swept")


def the_next_balance_rolls_forward(walk: Walk) -> None:
    """The columns are known, and what he matched explains what is gone: in force at once, with its proof."""
    page = walk.of("owner1@client.example")
    rows = [(f"2026-010{n}", n, "10000.00", "10000.00") for n in (0, 2, 3, 4)]
    walk.send(page, walk.stage.today, *rows, ("2026-0105", 1, "5000.00", "5000.00"))
    expect(page.locator(".head .chip")).to_have_text("in force")
    expect(page.locator("main")).to_contain_text("45,000.00")
    walk.eyes.look(page, "confidential-proof")


def his_customers_are_told(walk: Walk) -> None:
    """He wants it: one proposes and sees whom it tells, another agrees; each customer gets one notice."""
    own, customers = walk.stage.own, len(walk.stage.things["buyers"])
    page = walk.of("credit1@factor.example")
    page.goto(reverse("staff:disclosure", args=[own.contract_id]))
    expect(page.locator("section[aria-labelledby=who] tbody tr")).to_have_count(customers)
    walk.eyes.look(page, "confidential-disclosure")
    page.get_by_label("Ground").select_option("client_wish")
    page.get_by_label("Why").fill("He does not want to ask his customers himself any more.")
    follow(page.get_by_role("button", name="Propose"))
    expect(page.get_by_text("Another person must agree now.")).to_be_visible()
    assert not Message.objects.exists()
    second = walk.of("admin@factor.example")
    second.goto(reverse("staff:contract", args=[own.contract_id]))
    follow(second.get_by_role("button", name="Agree"))
    expect(second.get_by_text("It is agreed.")).to_be_visible()
    told = Message.objects.filter(kind="assignment_notice", client_id=own.client_id)
    assert len({letter.debtor_id for letter in told}) == len(told) == customers
    assert {letter.iban for letter in told} == {walk.stage.house.collection_iban}
    owner = walk.of("owner1@client.example", PHONE)
    owner.goto(reverse("client:dashboard"))
    expect(owner.get_by_role("heading", name="Your customers are told")).to_be_visible()
    walk.eyes.look(owner, "confidential-told")


def test_a_confidential_client_walks_his_way(stage: Stage, eyes: Eyes) -> None:
    walk = Walk(stage, eyes)
    the_client_sends_a_balance(walk)
    the_desk_puts_it_in_force(walk)
    he_draws(walk)
    he_matches_and_sweeps(walk)
    the_next_balance_rolls_forward(walk)
    his_customers_are_told(walk)
