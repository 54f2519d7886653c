"""A debtor with his letter and his phone contests one invoice with a photo and promises another; the client decides.

Every page behind the link is looked at on the way, in three languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.contracts.models import Contract
from cessie.domain.disputes.models import Dispute
from cessie.domain.keys.debtor_link import LIFE, debtor_link
from cessie.domain.keys.models import DebtorLink
from cessie.domain.users.rules.viewer import system
from cessie.domain.verification.enquire import enquire
from cessie.domain.verification.models import Enquiry, Finding
from cessie.portals.debtor import door
from tests.browser.eyes import Eyes, follow
from tests.formats.test_pictures import a_photo
from tests.portals.house import Stage, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def in_language(page: Page, code: str) -> None:
    page.locator(f"button[name=language][value={code}]").click()
    expect(page.locator("html")).to_have_attribute("lang", code)


def test_he_contests_one_and_promises_another_and_the_client_credits_a_part(
    stage: Stage, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "PER_MINUTE", 6_000)  # a robot reads faster than the people for whom the pace is made
    for number, net in (("BRAVO-22", 1_000_00), ("CHARLIE-333", 700_00), ("DELTA-4444", 450_00)):
        stage.hand_in(number, net)
        stage.approve(number)
    own, debtor = stage.own.client_id, stage.buyer.debtor_id
    link = debtor_link(client_id=own, debtor_id=debtor, by=system("letters"), at=stage.at)
    phone = eyes.open(width=390)
    phone.goto("/debtor/" + link.rsplit("/", 1)[1])
    for code in ("fr", "nl", "en"):
        in_language(phone, code)
        eyes.look(phone, f"debtor-owed-{code}")
    first = phone.locator("section", has=phone.get_by_role("heading", name="Invoice BRAVO-22"))
    first.get_by_role("link", name="Something is wrong").click()
    phone.get_by_label("What is wrong?").select_option("quality")
    phone.get_by_label("Tell us more").fill("Two of ten boxes are cracked.")
    phone.get_by_label("Only a part?").fill("242,00")
    phone.get_by_label("Photos or papers").set_input_files(
        {"name": "boxes.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}
    )
    eyes.look(phone, "debtor-wish")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("You hear from us within ten days")).to_be_visible()
    second = phone.locator("section", has=phone.get_by_role("heading", name="Invoice CHARLIE-333"))
    second.get_by_role("link", name="Promise a day").click()
    day = stage.today + timedelta(days=5)
    phone.get_by_label("On which day do you pay?").fill(day.isoformat())
    phone.get_by_role("button", name="Send").click()
    expect(second.get_by_text("You promised")).to_be_visible()
    phone.get_by_role("link", name="Ask to pay in instalments").click()
    phone.get_by_label("Number of instalments").fill("4")
    follow(phone.get_by_role("button", name="Show the plan"))
    eyes.look(phone, "debtor-plan")
    phone.get_by_role("button", name="Ask for this plan").click()
    expect(phone.get_by_text("Your plan is asked for.")).to_be_visible()
    assert set(Arrangement.objects.values_list("kind", "state")) == {("promise", "running"), ("plan", "asked")}

    follow(phone.get_by_role("link", name="Write to us"))
    eyes.look(phone, "debtor-write")
    follow(phone.get_by_role("link", name="Back"))

    client = eyes.open(session=visit("owner1@client.example").cookies["sessionid"].value)
    client.goto(reverse("client:disputes"))
    client.get_by_role("link", name="BRAVO-22").click()
    client.get_by_text("How it ends").first.click()
    client.get_by_label("Will be credited in part").check()
    client.get_by_label("Part that is credited").fill("121,00")
    client.get_by_label("Why, as the debtor reads it").fill("We credit one box.")
    eyes.look(client, "client-dispute-deciding")
    client.get_by_role("button", name="Decide").click()
    expect(client.get_by_text("The dispute is decided")).to_be_visible()
    assert Dispute.objects.get().state == "resolved_partly"

    phone.get_by_role("link", name="Your dispute").click()
    expect(phone.get_by_text("We credit one box.")).to_be_visible()
    eyes.look(phone, "debtor-dispute")
    phone.get_by_role("link", name="What you owe").click()
    expect(first.get_by_role("row", name="Disputed")).to_contain_text("121")
    eyes.look(phone, "debtor-owed-after")


def test_he_confirms_a_balance_then_another_not_and_an_old_link_opens_nothing(
    stage: Stage, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the link of the letter, on his telephone, in each language; what is not whole comes back with his words."""
    monkeypatch.setattr(door, "PER_MINUTE", 6_000)
    stage.hand_in("BRAVO-22", 1_000_00)
    stage.approve("BRAVO-22")
    own, debtor = stage.own.client_id, stage.buyer.debtor_id
    ask = {"contract_id": Contract.objects.get(client_id=own).pk, "debtor_id": debtor, "at": stage.at}
    question = enquire(by=stage.house.staff.credit, **ask)
    link = debtor_link(client_id=own, debtor_id=debtor, by=system("letters"), at=stage.at)
    phone = eyes.open(width=390)
    phone.goto("/debtor/" + link.rsplit("/", 1)[1])
    phone.locator(f"a[href*='{question.pk}']").click()
    for code in ("fr", "nl", "en"):
        in_language(phone, code)
        eyes.look(phone, f"debtor-balance-{code}")
    phone.get_by_label("We do not agree").check()
    phone.get_by_label("In our books stands (euro)").fill("a lot")
    phone.get_by_label("Which invoices, and why").fill("BRAVO-22 was credited.")
    phone.get_by_label("Your name and capacity").fill("A. Demo, bookkeeper")
    with quiet(eyes):  # the browser names the status of the page
        follow(phone.get_by_role("button", name="Send the answer"))
    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.get_by_label("Which invoices, and why")).to_have_value("BRAVO-22 was credited.")
    eyes.look(phone, "debtor-balance-refused")
    phone.get_by_label("In our books stands (euro)").fill("1.089,00")
    phone.get_by_label("Because").select_option("credited")
    follow(phone.get_by_role("button", name="Send the answer"))
    expect(phone.get_by_text("Thank you. Your answer is with us.")).to_be_visible()
    in_language(phone, "nl")
    expect(phone.locator("main")).to_contain_text("1.089,00")
    eyes.look(phone, "debtor-balance-differs")
    question.refresh_from_db()
    assert (question.state, question.stated_cents, question.way) == ("differs", 1_089_00, "page")
    assert Finding.objects.get().severity == "hold"

    in_language(phone, "en")
    again = enquire(by=stage.house.staff.credit, **ask)
    phone.goto(reverse("debtor:balance", args=[link.rsplit("/", 1)[1], again.pk]))
    phone.get_by_label("We agree").check()
    phone.get_by_label("Your name and capacity").fill("A. Demo")
    follow(phone.get_by_role("button", name="Send the answer"))
    expect(phone.get_by_text("You agree.")).to_be_visible()
    assert set(Enquiry.objects.values_list("state", flat=True)) == {"differs", "agreed"}
    desk = eyes.open(session=visit("credit1@factor.example").cookies["sessionid"].value)
    desk.goto(reverse("staff:thread", args=[debtor, own]))
    heard = desk.locator("ol.thread li.heard")
    expect(heard).to_have_count(2)
    expect(heard.first).to_contain_text("He confirms that he owes € 1,210.00.")
    expect(heard.last).to_contain_text("He says that he owes € 1,089.00, not € 1,210.00. A credit note is missing.")
    expect(heard.last).to_contain_text("answered on his page")
    eyes.look(desk, "staff-thread-balance")
    client = visit("owner1@client.example").get(reverse("client:debtor", args=[debtor]))
    assert "1,089" not in client.content.decode(), "what was answered is the house's"
    DebtorLink.objects.filter(client_id=own).update(made_at=stage.at - 2 * LIFE, expires_at=stage.at - LIFE)
    with quiet(eyes):
        phone.reload()
    expect(phone.locator("main")).not_to_contain_text("BRAVO-22")
    eyes.look(phone, "debtor-link-over")


@contextmanager
def quiet(eyes: Eyes) -> Iterator[None]:
    """The browser's word about an answer of 4xx is no fault of the page."""
    yield
    assert all("status of 4" in each for each in eyes.errors)
    eyes.errors.clear()
