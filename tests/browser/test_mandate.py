"""A debtor signs a mandate on his telephone; it is confirmed, collected, and returned, and everybody sees it."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import SMTP

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from cessie.domain.mandates.discard import discard
from cessie.domain.mandates.drop import drop
from cessie.domain.mandates.models import Collection, Mandate
from cessie.domain.mandates.prepare import prepare
from cessie.domain.mandates.propose import propose
from cessie.domain.mandates.release import release
from cessie.domain.parties.models import Company
from cessie.domain.users.rules.viewer import system
from tests.bank_files import Row
from tests.browser.eyes import Eyes, follow
from tests.connectors.channels.mail_server import Post, running
from tests.portals.house import Stage, fill, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: What the first statement of the house closes with.
BEFORE = 2_000_000_00 + 300_00 - 4_50 + 2_420_00


def _code(post: Post) -> str:
    """The digits of the last mail."""
    text = message_from_bytes(post.mails[-1], policy=SMTP).get_content()
    (found,) = re.findall(r"(?<![0-9A-F])\d{6}(?![0-9A-F])", text)
    return str(found)


def _sign(page: Page, link: str, post: Post, eyes: Eyes) -> None:
    page.goto(link)
    eyes.look(page, "mandate-account-phone")
    page.get_by_label("IBAN").fill("BE68 5390 0754 7034")
    page.get_by_label("Your name").fill("Jan Peeters")
    page.get_by_role("button", name="Show me the mandate").click()
    expect(page.get_by_text("BE68 5390 0754 7034")).to_be_visible()
    eyes.look(page, "mandate-shown-phone")
    follow(page.get_by_role("button", name="Send me the code"))
    page.get_by_label("Code", exact=True).fill("000000" if _code(post) != "000000" else "000001")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign the mandate").click()
    expect(page.get_by_text("This is not the code.")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(_code(post))
    page.get_by_role("checkbox").check()
    eyes.look(page, "mandate-code-phone")
    page.get_by_role("button", name="Sign the mandate").click()
    expect(page.get_by_role("heading", name="You have signed")).to_be_visible()
    eyes.look(page, "mandate-signed-phone")


def _collect(stage: Stage, mandate: Mandate) -> Collection:
    """A file with what the debtor owes leaves and the bank books it."""
    people, old = stage.house.staff, Collection.objects.get()
    discard(batch_id=stage.things["file_id"], by=people.treasury, at=stage.at)
    drop(collection_id=old.pk, by=people.treasury, at=stage.at)
    row = propose(
        invoice_id=old.invoice_id, mandate_id=mandate.pk, notified_date=stage.today, by=system("test"), at=stage.at
    )
    batch = prepare(creditor_id=mandate.creditor_id, by=people.treasury, at=stage.at)
    release(batch_id=batch.pk, by=people.second_treasury, at=stage.at)
    stage.take_in(stage.statement(Row(row.amount_cents, row.end_to_end_id), number=2, opening=BEFORE), "came.xml")
    return row


def test_a_debtor_signs_on_his_telephone_is_collected_and_takes_it_back(
    stage: Stage, eyes: Eyes, settings: Settings
) -> None:
    fill(stage)
    Company.objects.filter(name=stage.house.actor.name).update(email="debit@huis.example")
    Company.objects.filter(name=stage.buyer.actor.name).update(language="en")
    clerk = eyes.open(session=visit("treasury1@factor.example").cookies["sessionid"].value)
    clerk.goto(f"{reverse('staff:mandates')}?debtor={stage.buyer.debtor_id}")
    form = clerk.locator("section", has_text="Ask a debtor to sign on his telephone")
    form.get_by_label("E-mail of whoever signs, for the code").fill("jan@peeters.example")
    form.get_by_label("The link").select_option("hand")
    form.get_by_role("button", name="Ask", exact=True).click()
    told = clerk.get_by_text("The link, told only now:").text_content() or ""
    link = told.partition("/debtor/")[2].strip()
    post = Post()
    with running(post) as port:
        settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
        _sign(eyes.open(width=390), f"/debtor/{link}", post, eyes)
    mandate = Mandate.objects.exclude(state="revoked").get(holder=stage.buyer.actor.name, signing__isnull=False)
    second = eyes.open(session=visit("treasury2@factor.example").cookies["sessionid"].value)
    second.goto(reverse("staff:mandate", args=[mandate.pk]))
    second.get_by_role("button", name="It says what was signed").click()
    expect(second.get_by_text("The mandate serves from now on.")).to_be_visible()
    row = _collect(stage, mandate)
    second.goto(reverse("staff:mandate", args=[mandate.pk]))
    expect(second.get_by_text("provisional until")).to_be_visible()
    back = Row(-row.amount_cents, row.end_to_end_id, reason="MD06")
    stage.take_in(stage.statement(back, number=3, opening=BEFORE + row.amount_cents), "back.xml")
    second.reload()
    expect(second.get_by_text("Returned")).to_be_visible()
    expect(second.get_by_text("the debtor wants his money back")).to_be_visible()
    expect(second.locator(".head .chip, h1 + p .chip").first).to_have_text("Resting")
    eyes.look(second, "mandate-returned")
    owner = eyes.open(session=visit("owner1@client.example").cookies["sessionid"].value, width=390)
    owner.goto(reverse("client:collections"))
    expect(owner.get_by_text("GEHEIM-ECHO-55555").first).to_be_visible()
    expect(owner.get_by_text("Returned", exact=True)).to_be_visible()
    expect(owner.get_by_text("the debtor wants his money back")).to_be_visible()
    eyes.look(owner, "client-collections-phone")
