"""The end of a month as two people click through it: percents of the allowance, the preview, the run, the close."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cessie.domain.charges.models import MonthEnd
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import system
from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.ledger.period import closed_until, following
from cessie.ledger.post import post
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.workflows.money.charging import end_month
from tests.browser.eyes import Eyes, follow
from tests.portals.house import Stage, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def owed(stage: Stage, month: date) -> None:
    """The first client's contract had begun, and an invoice of last month is open on it."""
    Contract.objects.filter(client_id=stage.own.client_id).update(started_date=month)
    contract = Contract.objects.get(client_id=stage.own.client_id)
    of = Dims(contract.pk, contract.client_id, stage.buyer.debtor_id, uuid7())
    sides = (debit("1100", Money(10_000_00), of), credit("3000", Money(10_000_00), of))
    post([Entry.of("P00", "opening", Event("open", month), *sides)], by="test", at=stage.at)


def test_two_people_end_a_month_after_looking_at_it(stage: Stage, eyes: Eyes) -> None:
    month = (stage.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    owed(stage, month)
    first, second = (
        eyes.open(session=visit(f"{who}@factor.example").cookies["sessionid"].value)
        for who in ("treasury1", "treasury2")
    )
    _percents(first, second, month)
    first.goto(reverse("staff:month_end"))
    expect(first.locator("#month")).to_have_value(f"{month:%Y-%m}")
    first.get_by_role("button", name="Look").click()
    expect(first.get_by_role("row", name="Needed")).to_contain_text("250.00")
    eyes.look(first, "month-preview")
    assert not MonthEnd.objects.exists()
    first.get_by_role("button", name="Charge the month").click()
    expect(first.locator("#stands .chip")).to_have_text("Running")
    end_month(run_id=MonthEnd.objects.get().pk, by=system("month"), at=stage.at)
    expect(first.get_by_text("Another person than the one who started it closes the month.")).to_be_visible()
    first.get_by_role("link", name="Set aside for losses").click()
    first.get_by_role("link", name=Contract.objects.get(client_id=stage.own.client_id).number).click()
    expect(first.get_by_role("row", name="Not due").first).to_contain_text("2.5")
    eyes.look(first, "month-allowance")
    second.goto(reverse("staff:month_run", args=[MonthEnd.objects.get().pk]))
    second.get_by_role("button", name="Close the month").click()
    expect(second.get_by_text("The month is closed.")).to_be_visible()
    assert closed_until() == following(month)
    assert not eyes.errors


def _percents(first: Page, second: Page, month: date) -> None:
    first.goto(reverse("staff:allowance"))
    for box in first.get_by_role("textbox", name="recourse").all():
        box.fill("2.5")
    first.get_by_label("From").fill(month.isoformat())
    first.get_by_label("Why").fill("First percents.")
    follow(first.get_by_role("button", name="Propose"))
    second.goto(reverse("staff:allowance"))
    second.get_by_role("button", name="Confirm").click()
    expect(second.get_by_text("The percents count from their day on.")).to_be_visible()
