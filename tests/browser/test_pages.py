"""Every page with everything on it: in light and dark, on a phone, in three languages, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cessie.domain.documents.store import store
from cessie.domain.users.invite import new_invitation
from cessie.domain.users.models import User
from tests.browser.eyes import Eyes, Scheme
from tests.portals.house import Stage, fill, visit
from tests.portals.test_stranger import WHO

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLIENT = (
    "dashboard", "invoices", "upload", "proposals", "statement", "invoice:invoice_id", "invoice:held",
    "proposal:proposal_id", "file:sheet", "limits", "insurance", "people", "pledge", "availability", "leaving",
    "keys", "charges", "deeds", "contra",
    "charge:charged_id", "collections", "remittances", "mandates", "reports", "report:report", "letterhead",
    "disputes", "dispute:dispute_id", "arrangements", "arrangement:arrangement_id",
    "answers", "thread:debtor_id", "debtors", "debtor:debtor_id", "channels", "results",
    "ledgers", "ledger:submission_id", "ledger:sent_batch", "ledger_columns:sheet", "lettrage", "proofs",
    "own", "own_offer_new:client_id", "own_ledger:own_sales_id", "own_offer:own_offer_id",
    "own_run:own_comparison_id", "own_outcome:own_outcome_id", "own_run_charged:own_comparison_id",
    "receivables", "payments", "payment:money_id", "dossiers", "dossier:dossier_id",
    "ladders", "ladder:segment", "ladder_run:climb_id", "touch:touch_id",
)  # fmt: skip
STAFF = (
    "queue", "today", "task:task_id", "availability",
    "invoices", "invoice:held", "invoice:invoice_id", "payments", "batch:batch_id", "bank",
    "bank_statement:statement_id", "bank_lines", "receipts", "receipt:receipt_id", "books", "account:code",
    "entry:entry_id", "debtors", "debtor:debtor_id", "clients", "client:client_id", "contract:contract_id",
    "disclosure:contract_id", "deeds", "deed:deed_id", "deed:list_deed_id",
    "settlements:bought_id", "overdue", "nonpayment:bought_id", "insurance", "policies", "declarations",
    "owed_lines:contract_id+debtor_id",
    "policy:policy_id", "limit_requests", "bank_notice:notice_id",
    "proposal:proposal_id", "worked", "speed", "keys:client_id", "people", "person:user_id", "moving",
    "moving_files:files_id", "retention", "personal:company_id", "letters", "channels", "letter:letter_id",
    "operation", "checks", "check:check",
    "reference_rates", "statutes", "month_end", "month_run:run_id", "account_statements", "history:kind+subject",
    "reports", "report:report", "journal", "confirmations", "confirmation:confirmation_id",
    "allowance", "month_allowance:run_id", "letterhead:client_id",
    "disputes", "dispute:dispute_id", "arrangements", "arrangement:arrangement_id",
    "answers", "note:note_id", "thread:debtor_id+client_id", "client_channels:client_id",
    "dossiers", "dossier:dossier_id", "dossier_calls", "cases", "case:case_id", "partners",
    "dossier_new", "contact", "local_list", "leniency", "partner:partner_id", "partner_costs",
    "brokers", "broker:broker_id", "own:client_id", "own_offer_new:client_id", "own_ledger:own_sales_id",
    "own_offer:own_offer_id", "own_run:own_comparison_id", "own_outcome:own_outcome_id",
    "own_run_charged:own_comparison_id",
    "applicants", "applicant:applicant_id", "quote_new:applicant_id", "quote:quote_id",
    "ledgers", "ledger:submission_id", "ledger:sent_batch",
    "verification", "sample:sample_id", "item:item_id", "visit:audit_id", "figures:policy",
    "third_party", "creditor_payments", "creditor_payment:money_id", "creditor:client_id",
    "ladders", "ladder:segment", "ladder_run:climb_id", "touch:touch_id",
    "mandates", "mandate:mandate_id", "mandate:entrusted_id", "collections", "collected", "collection_batch:file_id",
)  # fmt: skip
ANYBODY = ("password", "law", "api:docs")
#: Addresses without a page to walk: files, what programs read, and the door, through which test_road.py goes.
NO_PAGE = {
    "healthz", "metrics", "invitation", "home", "login", "second_factor", "enrol", "api:openapi", "staff:document",
    "staff:speed_csv", "client:invoices_csv", "client:statement_csv", "client:statement_pdf", "client:invoice_original",
    "client:charge_pdf", "client:charge_xml", "client:statement_kept", "staff:account_statement_file",
    "staff:month_aged", "staff:report_file", "client:report_file", "staff:journal_file", "staff:confirmation_letter",
    "staff:month_allowance_csv",
    "client:deed_paper", "staff:deed_paper", "client:deed_list", "staff:deed_list",
    "client:evidence", "staff:evidence", "staff:proof", "staff:visit_report", "client:letter_paper", "client:note_file",
    "client:letterhead_seen", "client:letterhead_picture", "staff:letterhead_picture",
    "staff:note_file", "client:receivables_csv",
    "client:package", "staff:package", "staff:remittance_paper", "client:remittance_paper", "client:sweep_file",
    "staff:month_paper", "client:month_paper",
    "staff:case_package", "staff:case_paper", "partner:cases", "partner:case",
    "partner:keys", "partner:file", "partner:file_template", "staff:local_list_template",
    "partner:case_package", "partner:case_paper",
    "broker:customers", "broker:customer", "broker:offer_new", "broker:ledger", "broker:offer", "broker:run",
    "broker:outcome", "broker:run_report", "broker:run_workbook", "broker:run_json",
    "broker:score_paper", "staff:assessment_paper", "broker:quote_paper", "staff:quote_paper",
    "client:own_run_report", "client:own_run_workbook", "client:own_run_json", "staff:own_run_report",
    "staff:own_run_workbook", "staff:own_run_json",
}  # fmt: skip
#: Every kind of block once. In the dark only colours differ, and they are tokens; on a phone each page is opened and
#: must fit, and these are asked of axe, which has seen the others when they were wide.
KINDS = {
    "dashboard", "invoices", "invoice", "proposal", "statement", "queue", "task", "payments", "bank", "receipts",
    "books", "debtor", "operation", "people", "moving_files", "file",
}  # fmt: skip


def test_each_page_of_the_house_is_walked() -> None:
    # Pages behind a debtor's link are walked by the debtor: test_debtor.py.
    pages = {name for name, who in WHO.items() if "act" not in who.split() and who not in ("key", "link")}
    walked = {f"client:{each.partition(':')[0]}" for each in CLIENT} | {
        f"staff:{each.partition(':')[0]}" for each in STAFF
    }
    assert pages - walked - NO_PAGE - set(ANYBODY) == set(), "name it in a list above, so that somebody looks at it"


def walk(
    page: Page, stage: Stage, portal: str, pages: Iterable[str], eyes: Eyes, name: str, *, all_closely: bool
) -> None:
    """Open each page and look, closely at all or at one of each kind."""
    for each in pages:
        screen, _, keys = each.partition(":")
        things = [stage.things[thing] for thing in keys.split("+")] if keys else []
        page.goto(reverse(f"{portal}:{screen}", args=things))
        closely = all_closely or screen in KINDS
        eyes.look(page, f"{portal}-{screen}{'-held' if keys == 'held' else ''}-{name}", closely=closely)


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1360), ("nl", "dark", 1360), ("fr", "light", 390)]
)
def test_each_page_is_whole(stage: Stage, eyes: Eyes, language: str, scheme: Scheme, width: int) -> None:
    fill(stage)
    stage.things["sheet"] = a_sheet(stage)
    name = f"{language}-{scheme}-{width}"
    for portal, pages, email in (
        ("client", CLIENT, "owner1@client.example"),
        ("staff", STAFF, "admin@factor.example" if width > 390 else "treasury2@factor.example"),
    ):
        session = visit(email, language=language).cookies["sessionid"].value
        page = eyes.open(session=session, scheme=scheme, width=width)
        shown = (each for each in pages if scheme == "light" or each.partition(":")[0] in KINDS)
        walk(page, stage, portal, shown, eyes, name, all_closely=width > 390)
        expect(page.locator("html")).to_have_attribute("lang", language)
    for each in ANYBODY:
        page.goto(reverse(each))
        eyes.look(page, f"{each.replace(':', '-')}-{name}")
    page.goto(an_invitation(stage, language))
    eyes.look(page, f"invitation-{name}")


def an_invitation(stage: Stage, language: str) -> str:
    """The page behind a new person's link."""
    user = User.objects.get(email="reader1@client.example")
    user.language = language
    user.save(update_fields=["language"])
    made = new_invitation(user, by=stage.house.staff.administrator, at=stage.at)
    return reverse("invitation", args=[made.secret])


def a_sheet(stage: Stage) -> str:
    """A sheet of invoices whose columns the client has yet to explain."""
    rows = b"nummer;datum;bedrag;kenmerk\n2026-1;02/01/2026;1.210,00;x\n2026-2;03/01/2026;500,00;y\n"
    owner = stage.own.owner
    stored = store(
        data=rows, name="verkoop.csv", channel="portal", client_id=stage.own.client_id, by=owner, at=stage.at
    )
    return str(stored.document.pk)


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
    expect(page.locator("#found tbody tr")).to_have_count(5)
    page.get_by_role("searchbox").press_sequentially("geheim-bravo")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=geheim-bravo"))
    page.reload()
    expect(page.locator("#found tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Amount").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    assert not eyes.errors


def test_anybody_asks_the_law_on_a_phone_and_sends_the_answer_on(eyes: Eyes) -> None:
    page = eyes.open(width=390)
    page.goto(reverse("law"))
    page.get_by_label("Amount owed (euro)").fill("5000,00")
    page.get_by_label("Due date").fill("2025-01-31")
    page.get_by_label("Interest until (this day counts)").fill("2025-09-15")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("tfoot")).to_contain_text("5,387.05")
    eyes.look(page, "law-answer-phone")
    sent = page.get_by_role("link", name="Link to this answer").get_attribute("href")
    other = eyes.open(scheme="dark")
    other.goto(str(sent))
    expect(other.locator("tfoot")).to_contain_text("5,387.05")
    eyes.look(other, "law-answer-sent")
    for language, words in (("nl", "Wat de wet toelaat"), ("fr", "Ce que la loi permet")):
        other.get_by_role("button", name=language, exact=True).click()
        expect(other.get_by_role("heading", level=1)).to_have_text(words)
        expect(other.locator("tfoot")).to_contain_text(re.compile(r"5.387,05"))
    eyes.look(other, "law-answer-fr")
