"""The agency as its people walk it: a principal hands in and follows, an agent calls, a debtor agrees on a plan, a
bailiff takes a summons to an enforceable title, and a contested case goes to the court.

One house for all of them: the debtors pay, answer and contest each in his way. Every page on the way is looked at.
"""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.proceedings.models import Case, Partner
from cessie.domain.proceedings.partners import let_person_in
from cessie.domain.users.create import create
from cessie.domain.users.rules.viewer import system
from cessie.world.stage import Buyer
from tests.browser.eyes import Eyes, follow
from tests.portals.agency import Agency, a_partner, an_agency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEED = {"name": "deed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 deed"}


@pytest.fixture
def agency(
    transactional_db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Agency:  # fmt: skip
    settings.DOCUMENTS = tmp_path / "documents"
    return an_agency(monkeypatch, settings)


class Walk:
    """Windows of people on the agency's pages."""

    def __init__(self, agency: Agency, eyes: Eyes) -> None:
        self.agency, self.eyes = agency, eyes

    def of(self, email: str, width: int = 1360) -> Page:
        """Somebody who is logged in on the day of the clock."""
        session = self.agency.browser(email).cookies["sessionid"].value
        return self.eyes.open(session=session, width=width)

    def phone(self, debtor: Buyer) -> Page:
        """The debtor's telephone, on the page of his link."""
        page = self.eyes.open(width=390)
        page.goto(self.agency.link(debtor))
        return page


def the_principal_hands_in(walk: Walk) -> None:
    """He uploads what is unpaid; the night makes dossiers of it; he sees phase, next act and the build-up."""
    agency, page = walk.agency, walk.of("owner1@client.example")
    page.goto(reverse("client:upload"))
    files = [
        {"name": f"A-{n}.xml", "mimeType": "application/xml", "buffer": agency.paper(f"A-{n}", debtor, 4_000_00)}
        for n, debtor in enumerate(agency.debtors, 1)
    ]
    page.get_by_label("Choose invoices").set_input_files(files)
    follow(page.get_by_role("button", name="Hand in"))
    walk.eyes.look(page, "agency-principal-uploaded")
    agency.night()
    page.goto(reverse("client:dossiers"))
    walk.eyes.look(page, "agency-principal-dossiers")
    follow(page.get_by_role("link", name="2026-000001"))
    expect(page.get_by_text("first letter").first).to_be_visible()
    expect(page.get_by_role("heading", name="What comes next")).to_be_visible()
    walk.eyes.look(page, "agency-principal-dossier")
    page.get_by_label("A note for your contact").fill("He moved to a new building in May.")
    follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("He moved to a new building in May.")).to_be_visible()


def the_agent_works(walk: Walk) -> None:
    """A week later a call waits; the agent takes the dossier, says why the debtor does not pay, and notes the call."""
    agency = walk.agency
    agency.clock.on(agency.today + timedelta(days=8))
    agency.night()
    page = walk.of("collection1@factor.example")
    page.goto(reverse("staff:dossier_calls"))
    walk.eyes.look(page, "agency-calls")
    row = page.get_by_role("row", name=agency.debtors[0].actor.name)
    follow(row.get_by_role("link"))
    page.get_by_text("Why he does not pay", exact=True).last.click()
    page.get_by_label("Cause").select_option("short")
    follow(page.locator("details", has=page.get_by_label("Cause")).get_by_role("button", name="Note it"))
    expect(page.get_by_text("He moved to a new building in May.")).to_be_visible()
    walk.eyes.look(page, "agency-dossier")
    page.goto(reverse("staff:dossier_calls"))
    row = page.get_by_role("row", name=agency.debtors[0].actor.name)
    row.get_by_label("Result").select_option("plan")
    row.get_by_label("Words").fill("He asks for four months.")
    follow(row.get_by_role("button", name="Note it"))
    expect(page.get_by_text("He asks for four months.")).to_be_visible()


def the_debtor_agrees_on_a_plan(walk: Walk) -> None:
    """On his telephone he reads the build-up, fills in the reply form and asks for instalments; the desk says yes."""
    agency, debtor = walk.agency, walk.agency.debtors[0]
    phone = walk.phone(debtor)
    expect(phone.get_by_text("Judicial Code").or_(phone.get_by_text("Open today")).first).to_be_visible()
    walk.eyes.look(phone, "agency-debtor")
    follow(phone.get_by_role("link", name="Fill in the reply form"))
    walk.eyes.look(phone, "agency-reply-empty")
    phone.get_by_label("I ask to pay in instalments").check()
    phone.get_by_label("Amount a month (euro)").fill("1.300,00")
    phone.get_by_label("First payment on").fill((agency.today + timedelta(days=9)).isoformat())
    phone.get_by_label("Why you need time").fill("A customer of ours pays late.")
    phone.get_by_label("Your name and capacity").fill("Jan Peeters, director")
    phone.get_by_label("I sign this form").check()
    walk.eyes.look(phone, "agency-reply")
    follow(phone.get_by_role("button", name="Sign and send"))
    expect(phone.get_by_text("Your reply is with us as you signed it")).to_be_visible()
    plan = Arrangement.objects.get()
    assert (plan.kind, plan.state, plan.words) == ("plan", "asked", "A customer of ours pays late.")
    page = walk.of("owner1@client.example")
    page.goto(reverse("client:arrangement", args=[plan.pk]))
    follow(page.get_by_role("button", name="Approve the plan"))
    agency.night()
    assert agency.dossier(debtor).state == "planned"
    phone.reload()
    walk.eyes.look(phone, "agency-debtor-planned")


def a_case_is_served(walk: Walk, debtor: Buyer) -> Case:
    """The desk begins the summons, lawyer and bailiff take it, the bailiff serves it; each on his own pages."""
    agency = walk.agency
    agency.reminded(debtor)
    page = walk.of("collection1@factor.example")
    page.goto(reverse("staff:dossier", args=[agency.dossier(debtor).pk]))
    page.get_by_label("Procedure").select_option("be_ios")
    follow(page.get_by_role("button", name="Begin it"))
    for name in ("Recht", "Deurwaarder"):
        option = page.locator("#partner option", has_text=name).get_attribute("value")
        page.get_by_label("Give it to").select_option(option)
        follow(page.get_by_role("button", name="Give it", exact=True))
    _tell(page, "Hand to the lawyer", agency)
    walk.eyes.look(page, "agency-case")
    case = Case.objects.get(dossier=agency.dossier(debtor))
    for email, act in (("lawyer@partner.example", "Lawyer approves"), ("bailiff@partner.example", "Summons served")):
        page = walk.of(email)
        page.goto(reverse("partner:cases"))
        follow(page.get_by_role("link", name=debtor.actor.name))
        follow(page.get_by_role("button", name="Take it"))
        for box in page.locator("input[name=stated]").all():
            box.check()
        _tell(page, act, agency, paper=True)
        walk.eyes.look(page, f"agency-{email.partition('@')[0]}")
    case.refresh_from_db()
    assert case.state == "summons_served"
    return case


def _tell(page: Page, act: str, agency: Agency, *, paper: bool = False) -> None:
    """Report an act of today."""
    value = page.locator("#act option", has_text=act).first.get_attribute("value")
    page.locator("#act").select_option(value)
    page.get_by_label("Done on").first.fill(agency.today.isoformat())
    if paper:
        page.get_by_label("The paper that shows it").set_input_files(DEED)  # type: ignore[arg-type]  # as playwright takes it
    follow(page.get_by_role("button", name="Report it"))
    expect(page.get_by_text("Done.").first).to_be_visible()


def the_bailiff_goes_to_the_title(walk: Walk, case: Case) -> None:
    """Nobody replies: no record a day early, then the record, the magistrate, a title that can be enforced."""
    agency = walk.agency
    earliest = case.days["record_earliest"]
    page = walk.of("bailiff@partner.example")
    page.goto(reverse("partner:case", args=[case.pk]))
    assert "Record of non-contestation" not in (page.locator("#act").text_content() or "")
    agency.clock.on(type(agency.today).fromisoformat(earliest))
    agency.night()
    page = walk.of("bailiff@partner.example")
    page.goto(reverse("partner:case", args=[case.pk]))
    _tell(page, "Record of non-contestation drawn up", agency, paper=True)
    _tell(page, "Record submitted", agency)
    _tell(page, "Declared enforceable", agency, paper=True)
    page.get_by_text("Ask for a cost").click()
    page.locator("#cost-act").select_option("record_drawn")
    page.locator("#cost-on").fill(agency.today.isoformat())
    page.locator("#cost-amount").fill("85,29")
    follow(page.get_by_role("button", name="Ask", exact=True))
    expect(page.get_by_text("Enforceable").first).to_be_visible()
    walk.eyes.look(page, "agency-bailiff-enforceable")


def the_contested_one_goes_to_the_court(walk: Walk, case: Case, debtor: Buyer) -> None:
    """The debtor contests with a reason on the form: the summons ends, the court route begins, all goes along."""
    phone = walk.phone(debtor)
    expect(phone.get_by_text("You were summoned")).to_be_visible()
    follow(phone.get_by_role("link", name="Fill in the reply form"))
    phone.get_by_label("I contest the claim").check()
    phone.get_by_label("Why you contest it (needed)").fill("The goods were broken when they came.")
    phone.get_by_label("Your name and capacity").fill("An Claes")
    phone.get_by_label("I sign this form").check()
    follow(phone.get_by_role("button", name="Sign and send"))
    case.refresh_from_db()
    assert case.state == "closed_contested"
    page = walk.of("collection1@factor.example")
    page.goto(reverse("staff:dossier", args=[case.dossier_id]))
    page.get_by_label("Procedure").select_option("be_court")
    follow(page.get_by_role("button", name="Begin it"))
    option = page.locator("#partner option", has_text="Recht").get_attribute("value")
    page.get_by_label("Give it to").select_option(option)
    follow(page.get_by_role("button", name="Give it", exact=True))
    walk.eyes.look(page, "agency-court")
    court = Case.objects.get(procedure="be_court")
    lawyer = walk.of("lawyer@partner.example")
    lawyer.goto(reverse("partner:case", args=[court.pk]))
    follow(lawyer.get_by_role("button", name="Take it"))
    with lawyer.expect_download() as caught:
        lawyer.get_by_role("link", name="The whole package").click()
    with zipfile.ZipFile(caught.value.path()) as files:
        names = files.namelist()
    assert {"README.txt", "claim.csv", "case.json", "papers/claim_statement-fr.pdf"} <= set(names)
    assert any(name.startswith("invoices/") for name in names)
    assert any(name.startswith("acts/") and "contested" in name for name in names)  # what he wrote goes along


def test_everybody_walks_his_way(agency: Agency, eyes: Eyes) -> None:
    walk = Walk(agency, eyes)
    the_principal_hands_in(walk)
    the_agent_works(walk)
    the_debtor_agrees_on_a_plan(walk)
    for role, name in (("lawyer", "Recht BV"), ("bailiff", "Deurwaarder BV")):
        _let_in(agency, a_partner(agency, role, name), role)
    _first, second, third = agency.debtors
    contested, uncontested = a_case_is_served(walk, third), a_case_is_served(walk, second)
    the_contested_one_goes_to_the_court(walk, contested, third)
    the_bailiff_goes_to_the_title(walk, uncontested)


def _let_in(agency: Agency, partner: Partner, role: str) -> None:
    by, at = agency.house.staff.administrator, agency.clock.at
    user = create(
        email=f"{role}@partner.example", name=role.title(), kind="partner", language="en",
        password="correct horse staple", by=by, at=at,
    )  # fmt: skip
    let_person_in(partner_id=partner.pk, user_id=user.pk, by=system("test"), at=at)
