"""A debtor with his letter and his phone contests one invoice with a photo and promises another; the client decides.

Every page behind the link is looked at on the way, in three languages.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.disputes.models import Dispute
from cessie.domain.keys.debtor_link import debtor_link
from cessie.domain.users.rules.viewer import system
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
