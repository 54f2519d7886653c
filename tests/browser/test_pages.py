"""Every page with everything on it: in light and dark, on a phone, in three languages, by keyboard."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.eyes import Eyes, Scheme
from tests.portals.house import Stage, fill, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLIENT = (
    "dashboard", "invoices", "upload", "proposals", "statement", "invoice:invoice_id", "invoice:held",
    "proposal:proposal_id",
)  # fmt: skip
STAFF = (
    "queue", "task:task_id", "invoices", "invoice:held", "invoice:invoice_id", "payments", "batch:batch_id", "bank",
    "bank_statement:statement_id", "bank_lines", "receipts", "receipt:receipt_id", "books", "account:code",
    "entry:entry_id", "debtors", "debtor:debtor_id", "clients", "client:client_id",
)  # fmt: skip


def walk(page: Page, stage: Stage, portal: str, pages: tuple[str, ...], eyes: Eyes, name: str) -> None:
    """Open each page and look."""
    for each in pages:
        screen, _, thing = each.partition(":")
        page.goto(reverse(f"{portal}:{screen}", args=[stage.things[thing]] if thing else []))
        eyes.look(page, f"{portal}-{screen}{'-held' if thing == 'held' else ''}-{name}")


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1360), ("nl", "dark", 1360), ("fr", "light", 390)]
)
def test_each_page_is_whole(stage: Stage, eyes: Eyes, language: str, scheme: Scheme, width: int) -> None:
    fill(stage)
    for portal, pages, email in (
        ("client", CLIENT, "owner1@client.example"),
        ("staff", STAFF, "credit1@factor.example" if width > 390 else "treasury2@factor.example"),
    ):
        session = visit(email, language=language).cookies["sessionid"].value
        page = eyes.open(session=session, scheme=scheme, width=width)
        walk(page, stage, portal, pages, eyes, f"{language}-{scheme}-{width}")
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_keyboard_reaches_the_page_and_the_search(stage: Stage, eyes: Eyes) -> None:
    fill(stage)
    page = eyes.open(session=visit("owner1@client.example").cookies["sessionid"].value)
    page.goto(reverse("client:invoices"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#page")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("bravo")
    page.keyboard.press("End")
    expect(page.get_by_role("searchbox")).to_have_value("bravo")


def test_the_search_finds_as_one_types_and_the_address_keeps_it(stage: Stage, eyes: Eyes) -> None:
    fill(stage)
    page = eyes.open(session=visit("owner1@client.example").cookies["sessionid"].value)
    page.goto(reverse("client:invoices"))
    expect(page.locator("#found tbody tr")).to_have_count(4)
    page.get_by_role("searchbox").press_sequentially("geheim-bravo")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=geheim-bravo"))
    page.reload()
    expect(page.locator("#found tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Amount").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    assert not eyes.errors
