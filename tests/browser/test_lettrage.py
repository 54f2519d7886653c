"""A client in confidence, invoice by invoice, on his telephone: what his dedicated account got is matched by a file, by
hand and by what the machine proposes, undone, and swept; what is wrong with a file is said line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.models import Match, Sweep
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.domain.users.models import User
from cessie.ledger import queries as ledger
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world import cast as actors
from cessie.world.bank import Bank
from cessie.world.papers import Sale, invoice
from cessie.world.stage import add_buyer, add_seller, build_house
from tests.bank_files import Page as Sheet
from tests.bank_files import Row, camt053
from tests.browser.eyes import Eyes, follow
from tests.portals.house import AGO, Stage, StillBank, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEDICATED = "FR7630006000011234567890189"


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path, settings: Settings) -> Stage:
    """His account is dedicated; 2026-1 of 1,210.00, 2026-2 of 2,420.00 and 2026-3 of 3,630.00 are bought."""
    settings.DOCUMENTS, settings.BANK_FOLDER = tmp_path / "documents", tmp_path / "bank"
    today = booking_day(timezone.now())
    first = bank_day_from(today - AGO)
    house = build_house(7, first, cast(Bank, StillBank()))
    own = add_seller(house, actors.sellers(7, 1)[0], 1, first, preset="confidential_line")
    buyer = add_buyer(house, actors.buyers(7, 1)[0], Money(60_000_00), first, [own])
    made = Stage(house, own, own, buyer, today)
    account = add_account(
        company_id=Client.objects.get(pk=own.client_id).company_id, iban=DEDICATED, holder=own.actor.name,
        by=house.staff.credit, at=made.at,
    )  # fmt: skip
    confirm_account(account_id=account.id, by=house.staff.treasury, at=made.at)
    dedicate(contract_id=own.contract_id, iban=DEDICATED, by=house.staff.administrator, at=made.at)
    for number, net in (("2026-1", 1_000_00), ("2026-2", 2_000_00), ("2026-3", 3_000_00)):
        sale = Sale(
            number, own.actor, buyer.actor, today - timedelta(days=1), today + timedelta(days=29), Money(net), ""
        )
        (taken,) = take_in_invoice(
            data=invoice(sale, replace(own.actor, iban=DEDICATED)), name=f"{number}.xml", channel="portal",
            client_id=own.client_id, by=own.bookkeeper, at=made.at,
        )  # fmt: skip
        assert taken.state == "accepted", taken.reasons
        made.approve(number)
    User.objects.update(language="en")
    return made


def paid(stage: Stage, *rows: Row) -> None:
    """His bank tells what came."""
    stage.take_in(camt053(Sheet(stage.today, 0, rows, iban=DEDICATED), message="S1"))


def hand_in(page: Page, *lines: str) -> None:
    """A file of matches."""
    page.get_by_text("Hand in a file of matches").click()
    data = "\n".join(["number;receipt;amount", *lines, ""]).encode()
    page.get_by_label("CSV with the columns").set_input_files({"name": "m.csv", "mimeType": "text/csv", "buffer": data})
    follow(page.get_by_role("button", name="Hand it in"))


def test_he_matches_by_file_by_hand_and_as_proposed_and_sweeps(stage: Stage, eyes: Eyes) -> None:
    paid(
        stage, Row(1_210_00, "R1", text="thanks"), Row(2_420_00, "R2", text="factuur 2026-2"),
        Row(1_000_00, "R3", text="?"),
    )  # fmt: skip
    page = eyes.open(session=visit("owner1@client.example").cookies["sessionid"].value, width=390)
    page.goto(reverse("client:lettrage"))
    expect(page.get_by_text("waits for your word")).to_contain_text("4,630.00")
    hand_in(page, "2026-1;R1;1210.00", "2026-2;R8;1.00", "2026-3;R9;5.00")
    for line in (3, 4):
        expect(page.get_by_text(f"Line {line}: no money with the reference R{line + 5} came")).to_be_visible()
    assert not Match.objects.exists(), "all lines count, or none"
    eyes.look(page, "lettrage-file-refused")
    hand_in(page, "2026-1;R1;1210.00")
    expect(page.get_by_text("Noted: every line of the file counts.")).to_be_visible()

    proposed = page.locator("form", has=page.get_by_text("factuur 2026-2"))
    expect(proposed.get_by_label("Invoice").first).to_have_value("2026-2")
    follow(proposed.get_by_role("button", name="It pays these"))
    typed = page.locator("form", has=page.locator("input[name=receipt]"))
    typed.get_by_label("Invoice").fill("2026-3")
    typed.get_by_label("Amount").fill("3630,00")
    follow(typed.get_by_role("button", name="It pays these"))
    expect(page.get_by_role("status")).to_contain_text("1,000.00")
    typed.get_by_label("Invoice").last.fill("2026-3")
    typed.get_by_label("Amount").last.fill("1000,00")
    follow(typed.get_by_role("button", name="It pays these"))
    expect(page.get_by_text("Everything is matched")).to_be_visible()
    eyes.look(page, "lettrage-matched")

    follow(page.get_by_role("button", name="Undo the match of 2026-3"))
    expect(page.get_by_text("Undone: the money waits for another word.")).to_be_visible()
    follow(page.get_by_role("button", name="Order the sweep"))
    expect(page.get_by_role("link", name="For your bank")).to_be_visible()
    expect(page.get_by_role("button", name="Undo the match of 2026-1")).to_have_count(0)
    eyes.look(page, "lettrage-swept")
    order = Sweep.objects.get()
    assert order.amount_cents == 3_630_00
    sheet = Sheet(stage.today, 4_630_00, (Row(-3_630_00, order.reference),), number=2, iban=DEDICATED)
    stage.take_in(camt053(sheet, message="S2"))
    stage.take_in(stage.statement(Row(3_630_00, order.reference, iban=DEDICATED, name=stage.own.actor.name)))
    page.reload()
    expect(page.get_by_role("cell", name="arrived")).to_be_visible()
    assert ledger.balance("1100").cents == 3_630_00
