"""A statutory rate from a file to the law: one enters it and sees its effect, another confirms, the answers follow."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Debtor
from cessie.domain.statutes.rates import rates_in_force
from cessie.law.rates import COLUMNS
from tests.browser.eyes import Eyes
from tests.portals.house import Stage, fill, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def desk(eyes: Eyes, email: str, language: str) -> Page:
    """The page of the rates before one of the staff."""
    page = eyes.open(session=visit(email, language=language).cookies["sessionid"].value)
    page.goto(reverse("staff:statutes"))
    return page


def test_two_people_raise_a_rate_and_the_calculator_follows(stage: Stage, eyes: Eyes) -> None:
    fill(stage)
    due = stage.today - timedelta(days=3)
    Invoice.objects.update(issue_date=due - timedelta(days=30), due_date=due)
    country = Debtor.objects.get(pk=stage.buyer.debtor_id).company.country
    row = rates_in_force().on(country, "b2b_late_interest", stage.today)
    dearer = replace(row, percent=row.percent + 5, source="Moniteur 2026-11")
    file = ",".join(COLUMNS) + "\n" + ",".join(str(each or "") for each in astuple(dearer)) + "\n"

    first = desk(eyes, "treasury1@factor.example", "en")
    first.get_by_label("CSV with these columns").set_input_files(
        {"name": "rates.csv", "mimeType": "text/csv", "buffer": file.encode()}
    )
    first.get_by_role("button", name="Enter all of it").click()
    waiting = first.locator(".panel.alarm")
    expect(waiting).to_contain_text("Late interest between businesses")
    expect(waiting).to_contain_text(f"{dearer.percent:.2f}")
    effect = first.get_by_role("region", name="What would change today").locator("tbody tr")
    expect(effect).to_contain_text("+€")
    first.get_by_role("button", name="Confirm what is ticked").click()
    expect(first.locator(".note.bad")).to_contain_text("Another person")

    second = desk(eyes, "treasury2@factor.example", "fr")
    eyes.look(second, "rates-waiting-fr")
    second.get_by_role("button", name="Confirmer les lignes cochées").click()
    expect(second.locator(".panel.alarm")).to_have_count(0)
    expect(second.locator("main")).to_contain_text("Moniteur 2026-11")

    anybody = eyes.open(width=390)
    question = {"segment": "b2b", "principal": "1000", "due": due.isoformat(), "until": stage.today.isoformat()}
    anybody.goto(
        reverse("law") + f"?what=interest&country={country}&" + "&".join(f"{k}={v}" for k, v in question.items())
    )
    expect(anybody.locator("main")).to_contain_text("Moniteur 2026-11")
    assert not eyes.errors
