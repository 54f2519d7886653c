"""A ladder from its making to its stop: edited, looked at, tried, run, and silent once the debtor has paid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cessie.domain.correspondence.models import Message
from cessie.domain.dunning.models import LadderVersion, Run
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Company
from cessie.domain.users.create import create
from cessie.domain.users.rules.viewer import system
from cessie.workflows.follow_up import chasing
from tests.bank_files import Row
from tests.browser.eyes import Eyes, follow
from tests.portals.house import Stage, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def late(stage: Stage) -> Invoice:
    """A bought invoice that fell due a fortnight ago."""
    stage.hand_in("LATE-1")
    stage.approve("LATE-1")
    Invoice.objects.filter(number="LATE-1").update(due_date=stage.today - timedelta(days=14))
    Company.objects.filter(name=stage.buyer.actor.name).update(street="Straat", building="1", town="Gent")
    return Invoice.objects.get(number="LATE-1")


def test_a_ladder_is_made_tried_run_and_stops_once_the_debtor_paid(stage: Stage, eyes: Eyes) -> None:
    invoice = late(stage)
    create(
        email="desk@factor.example", name="Desk", kind="staff", roles=("collection",), password="a desk of 1 person",
        by=stage.house.staff.administrator, at=stage.at,
    )  # fmt: skip
    page = eyes.open(session=visit("desk@factor.example").cookies["sessionid"].value)
    page.goto(f"{reverse('staff:ladder', args=['b2b'])}?client={stage.own.client_id}")
    page.get_by_text("Text and preview").nth(1).click()
    letter = page.locator("img.letter").nth(1)
    expect(letter).to_be_visible()
    page.wait_for_function("() => [...document.querySelectorAll('img.letter')][1].naturalWidth > 0")

    page.goto(reverse("staff:ladder", args=["b2b"]))
    steps = page.locator("fieldset")
    before = steps.count()
    page.get_by_role("button", name="Add a step").click()
    expect(steps).to_have_count(before + 1)
    steps.last.get_by_role("button", name="Leave out").click()
    expect(steps).to_have_count(before)
    page.get_by_label("Days", exact=True).nth(1).fill("6")
    page.get_by_label("Days between two messages").fill("x")
    page.get_by_role("button", name="Try it on the next 60 days").click()
    expect(page.get_by_role("alert")).to_contain_text("x is no whole number.")
    page.get_by_label("Days between two messages").fill("1")
    page.get_by_label("Quiet times").fill("")
    page.get_by_role("button", name="Try it on the next 60 days").click()
    expect(page.locator("#weeks")).to_be_visible()
    expect(page.get_by_role("row", name=stage.buyer.actor.name).first).to_contain_text("friendly")
    assert not LadderVersion.objects.exists(), "nothing is kept by trying it"
    page.get_by_label("It works").select_option("draft")
    page.get_by_role("button", name="Keep this ladder").click()
    expect(page.get_by_text("Version 1 holds from now on.")).to_be_visible()
    eyes.look(page, "ladder")

    page.goto(reverse("staff:ladders"))
    follow(page.get_by_role("button", name="Begin a run now"))
    work(stage)
    page.reload()
    expect(page.locator("#how .chip").first).to_have_text("To be looked through")
    page.get_by_role("textbox", name="Why").fill("He called")
    page.get_by_role("button", name="Take out").click()
    expect(page.get_by_role("row", name=stage.buyer.actor.name)).to_contain_text("He called")
    follow(page.get_by_role("button", name="Put back"))
    follow(page.get_by_role("button", name="Let it go"))
    work(stage)
    message = Message.objects.get(kind="reminder")
    assert [item[0] for item in message.says["items"]] == ["LATE-1"]
    eyes.look(page, "ladder-run")

    paid = Row(invoice.payable_cents, text=f"LATE-1 {stage.buyer.actor.name}", iban=stage.buyer.actor.iban)
    stage.take_in(stage.statement(paid))
    assert not chasing.still(message.pk, by=system("test"), at=stage.at), "it does not leave any more"
    page.goto(reverse("staff:ladders"))
    follow(page.get_by_role("button", name="Begin a run now"))
    work(stage)
    page.reload()
    expect(page.get_by_text("Nobody gets anything")).to_be_visible()
    assert not eyes.errors


def work(stage: Stage) -> None:
    """What the job behind the page does."""
    chasing.work(run_id=Run.objects.order_by("-begun_at")[0].pk, by=system("test"), at=stage.at)
