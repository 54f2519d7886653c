"""From the upload to the release, as a client and two of the staff click through it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from cessie.connectors.banks.folder import Folder
from cessie.formats.reading import read
from cessie.formats.values import PaymentFile
from cessie.world.stage import PASSWORD
from tests.bank_files import Page as Sheet
from tests.bank_files import Row, camt053
from tests.browser.eyes import Eyes, follow
from tests.browser.paying import pay
from tests.portals.house import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page: Page, email: str, eyes: Eyes) -> None:
    """Through the real door: password, then the code that a made-up house tells."""
    page.goto("/")
    eyes.look(page, "login")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    eyes.look(page, "second-factor")
    page.get_by_label("Code of your authenticator").fill(page.locator(".note strong").text_content() or "")
    follow(page.get_by_role("button", name="Go on"))


class Bank:
    """The other side of the bank's folder: executes our files and writes statements."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.folder = stage, Folder(settings.BANK_FOLDER)
        self.sheets: dict[str, Sheet] = {}

    def executed(self) -> bytes:
        """The statement of the payout account after everything that lies in the folder."""
        rows = []
        for path in sorted(self.folder.out.iterdir()):
            (file,) = read(path.read_bytes(), path.name)
            assert isinstance(file, PaymentFile)
            for batch in file.batches:
                rows += [Row(-t.amount.cents, t.end_to_end_id, iban=t.creditor.iban) for t in batch.transfers]
            path.unlink()
        assert rows
        return self.sheet(self.stage.house.payout_iban, *rows)

    def sheet(self, iban: str, *rows: Row) -> bytes:
        """The next statement of an account."""
        before = self.sheets.get(iban)
        opening, number = (before.closes, before.number + 1) if before else (2_000_000_00, 1)
        self.sheets[iban] = sheet = Sheet(self.stage.today, opening, rows, number=number, iban=iban)
        return camt053(sheet, message=f"{iban[-4:]}-{number}")


def take_in(page: Page, data: bytes) -> None:
    follow(page.get_by_role("link", name="Bank", exact=True))
    page.get_by_label("Files of the bank").set_input_files(
        {"name": "statement.xml", "mimeType": "application/xml", "buffer": data}
    )
    page.get_by_role("button", name="Take in").click()
    expect(page.get_by_text("1 new statement")).to_be_visible()


def test_an_invoice_becomes_cash_and_its_holdback_comes_back(stage: Stage, eyes: Eyes) -> None:
    bank = Bank(stage)
    owner = eyes.open()
    log_in(owner, "owner1@client.example", eyes)
    eyes.look(owner, "dashboard-empty")

    follow(owner.get_by_role("link", name="Upload invoices"))
    eyes.look(owner, "upload")
    papers = [
        {"name": "good.xml", "mimeType": "application/xml", "buffer": stage.paper("2026-0417", 10_000_00)},
        {"name": "wrong.xml", "mimeType": "application/xml", "buffer": b"<no invoice"},
    ]
    owner.get_by_label("Choose invoices").set_input_files(papers)  # type: ignore[arg-type]  # its stubs want more keys
    owner.get_by_role("button", name="Hand in").click()
    expect(owner.locator("ul.results > li")).to_have_count(2)
    expect(owner.get_by_text("Refused")).to_have_count(1)
    eyes.look(owner, "upload-done")
    follow(owner.get_by_role("link", name="2026-0417"))
    eyes.look(owner, "invoice-offered")
    invoice = owner.url

    owner.get_by_role("link", name="See the offer").click()
    expect(owner.locator("tfoot .num")).to_have_text(re.compile(r"€.10,377\.57|€.10,\d{3}\.\d{2}"))
    follow(owner.get_by_role("link", name="Approve"))
    eyes.look(owner, "offer-confirm")
    again = eyes.contexts[0].new_page()
    again.goto(owner.url)
    owner.get_by_role("button", name="Yes, sell and cede").dblclick()
    expect(owner.get_by_text("Approved: the invoices are ceded")).to_be_visible()
    again.get_by_role("button", name="Yes, sell and cede").click()
    expect(again.locator(".note.bad")).to_be_visible()
    again.close()
    eyes.look(owner, "offer-approved")

    first, second = eyes.open(), eyes.open()
    log_in(first, "treasury1@factor.example", eyes)
    log_in(second, "treasury2@factor.example", eyes)
    pay(first, second, eyes)
    take_in(first, bank.executed())
    owner.goto(invoice)
    expect(owner.get_by_text("Paid out")).to_be_visible()

    paid = bank.sheet(stage.house.collection_iban, Row(12_100_00, name="Debtor", text="invoice 2026-0417"))
    take_in(first, paid)
    eyes.look(first, "bank")
    take_in_again(first, paid)
    owner.reload()
    expect(owner.get_by_text("The debtor paid")).to_be_visible()
    expect(owner.get_by_text("Release of the holdback ordered")).to_be_visible()

    pay(first, second, eyes)
    take_in(first, bank.executed())
    owner.reload()
    expect(owner.get_by_text("Holdback paid out")).to_be_visible()
    expect(owner.locator(".head .chip")).to_have_text("Settled")
    eyes.look(owner, "invoice-settled")
    owner.get_by_role("link", name="Statement of account").click()
    expect(owner.locator("tfoot td.num")).to_have_text(re.compile(r"€.0\.00"))
    eyes.look(owner, "statement")
    first.get_by_role("link", name="Books").click()
    expect(first.get_by_text("balanced", exact=True)).to_be_visible()
    eyes.look(first, "books")


def take_in_again(page: Page, data: bytes) -> None:
    """The same file a second time changes nothing, and says so."""
    page.get_by_label("Files of the bank").set_input_files(
        {"name": "statement.xml", "mimeType": "application/xml", "buffer": data}
    )
    follow(page.get_by_role("button", name="Take in"))
    expect(page.get_by_text("1 was known already")).to_be_visible()
