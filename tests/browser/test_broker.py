"""A broker at his desk: a ledger laid down, two offers typed, compared, the ranking read, the report taken along."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from cessie.domain.comparison.models import Run
from cessie.domain.comparison.work import work
from cessie.domain.users.rules.viewer import system
from tests.browser.eyes import Eyes, follow
from tests.domain.conftest import AT, staff
from tests.portals.brokered import EMAIL, LEDGER, brokered
from tests.portals.house import visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390


@pytest.fixture
def desk(transactional_db: None, tmp_path: Path, settings: Settings, eyes: Eyes) -> Page:
    """The broker's window; he has one customer already."""
    settings.DOCUMENTS = tmp_path / "documents"
    brokered(staff("chief", "administrator"), AT)
    return eyes.open(session=visit(EMAIL).cookies["sessionid"].value)


def note(page: Page, name: str, percent: str, rates: str) -> None:
    """An offer typed into the form."""
    follow(page.get_by_role("link", name="Note an offer"))
    for label, text in (
        ("Name of the offer", name), ("Commission, percent", percent), ("Yearly minimum", "0"),
        ("Facility", "500000"), ("Advance rate, percent", rates),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Product").select_option("full_service")
    follow(page.get_by_role("button", name="Note it"))
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


def test_offers_are_compared_and_taken_along(desk: Page, eyes: Eyes, tmp_path: Path) -> None:
    page, ledger = desk, tmp_path / "sales.csv"
    page.goto(reverse("broker:customers"))
    eyes.look(page, "broker-customers")
    page.get_by_label("Name").fill("Nieuwe Klant BV")
    follow(page.get_by_role("button", name="Take up"))
    ledger.write_bytes(LEDGER.replace(b"2026-03-02", b"someday"))
    page.get_by_label("File", exact=True).set_input_files(ledger)
    follow(page.get_by_role("button", name="Lay it down"))
    expect(page.get_by_role("alert")).to_contain_text("1 line is wrong")
    eyes.look(page, "broker-ledger-wrong")
    follow(page.get_by_role("link", name="Nieuwe Klant BV"))
    ledger.write_bytes(LEDGER)
    page.get_by_label("File", exact=True).set_input_files(ledger)
    follow(page.get_by_role("button", name="Lay it down"))
    note(page, "Bank A", "0.6", "70; 90")
    note(page, "Bank B", "0.3", "85")
    page.get_by_label("Reference rate, percent").fill("2.1")
    eyes.look(page, "broker-customer")
    follow(page.get_by_role("button", name="Compare"))
    expect(page.get_by_role("heading", name="How far it is")).to_be_visible()
    eyes.look(page, "broker-run-waits")
    work(run_id=Run.objects.latest("asked_at").pk, processes=1, by=system("test"), now=lambda: AT)
    ranking = page.get_by_role("region", name="Ranking").get_by_role("row")
    expect(ranking).to_have_count(4)  # the page renewed itself
    expect(ranking.nth(1)).to_contain_text("Bank B")
    eyes.look(page, "broker-run")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Report, PDF").click()
    paper = " ".join(each.extract_text() for each in pypdf.PdfReader(taken.value.path()).pages)
    assert "Nieuwe Klant BV" in paper
    assert "Bank A, 90 %" in paper
    follow(page.get_by_role("link", name="Bank B"))
    eyes.look(page, "broker-outcome")
    _on_a_phone(eyes, page.url)


def _on_a_phone(eyes: Eyes, outcome: str) -> None:
    session = visit(EMAIL, language="nl").cookies["sessionid"].value
    page, run = eyes.open(session=session, scheme="dark", width=PHONE), Run.objects.latest("asked_at")
    page.goto(outcome)
    eyes.look(page, "broker-outcome-nl-phone")
    for name, key in (("run", run.pk), ("customer", run.customer_id), ("offer_new", run.customer_id)):
        page.goto(reverse(f"broker:{name}", args=[key]))
        eyes.look(page, f"broker-{name}-nl-phone", closely=name == "run")
