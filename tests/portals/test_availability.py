"""The bridge on the pages: a client sees why, opens a step, draws; the desk sees, decides and sets aside."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cessie.domain.availability.models import Drawing, Run, SetAside
from cessie.domain.invoices.models import Invoice
from cessie.domain.keys.make_key import make_key
from cessie.domain.keys.rules.scopes import OF_CLIENTS
from cessie.domain.parties.models import Client, Company, Debtor, Membership
from cessie.domain.payments.models import Order
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.lib.money import Money
from tests.domain.availability.conftest import Sell, drawing_contract, more, sell
from tests.domain.conftest import AT, an, bob, client_, debtor, seller, store_folder
from tests.domain.purchase.conftest import accepted, agree, owner
from tests.portals.api.conftest import Program
from tests.portals.house import visit

__all__ = [
    "accepted", "agree", "an", "bob", "client_", "debtor", "drawing_contract", "more", "owner", "sell", "seller",
    "store_folder",
]  # fmt: skip


@pytest.fixture
def person(client_: Client) -> User:
    user = User.objects.create(email="owner@fonderie.example", name="Anne", kind="client", created_at=AT)
    Membership.objects.create(user=user, client=client_, role="owner", since_at=AT)
    return user


def _a_program_draws_too(person: User) -> None:
    """With a key to which its owner lent his signature, of the same availability."""
    now, client_id = timezone.now(), Membership.objects.get(user=person).client_id
    lent = Viewer(
        key=f"user:{person.pk}", kind="client", client_ids=frozenset({client_id}), signs_for=frozenset({client_id}),
        acts_for=frozenset({client_id}), user_id=person.pk,
    )  # fmt: skip
    made = {"client_id": client_id, "expires_at": now + timedelta(days=9), "by": lent, "at": now}
    with pytest.raises(NotAllowed):  # without his second factor
        make_key(name="ERP", scopes=["drawings:write"], second_factor_at=None, **made)
    draws = Program(make_key(name="ERP", scopes=OF_CLIENTS, second_factor_at=now, **made).secret)
    reads = Program(make_key(name="Look", scopes=["ledgers:read"], second_factor_at=None, **made).secret)
    told = reads.get("/availability/now").json()
    assert (told["available"]["amount"], told["steps"][-1]["code"]) == ("3879.00", "NET")
    (first, *_) = reads.get("/availability/runs", limit=1).json()["data"]
    assert first["id"] == told["id"] == reads.get(f"/availability/runs/{told['id']}").json()["id"]
    lines = reads.get(f"/availability/runs/{told['id']}/lines", step="OVERDUE").json()
    assert ([line["number"] for line in lines["data"]], lines["more"]) == (["B1"], False)
    asked = {"amount": "100.00", "seen": "3879.00"}
    assert reads.post("/drawings", asked).status_code == 403
    assert draws.post("/drawings", {**asked, "seen": "9999.00"}, key="x").json()["code"] == "purchase.available_changed"
    drawn = draws.post("/drawings", asked, key="d1")
    assert (drawn.status_code, drawn.json()["number"], drawn.json()["state"]) == (201, 2, "ordered")
    assert draws.post("/drawings", asked, key="d1").content == drawn.content
    assert [each["amount"]["amount"] for each in draws.get("/drawings").json()["data"]] == ["100.00", "1000.00"]


def test_a_client_sees_why_and_draws(drawing_contract: UUID, sell: Sell, person: User) -> None:
    sell(drawing_contract, A1=6_000_00, B1=4_000_00)
    Invoice.objects.update(due_date=timezone.now().date())
    Invoice.objects.filter(number="B1").update(due_date="2026-01-05")  # long overdue by now
    browser = visit(person.email)
    assert "Not reckoned yet" in browser.get("/client/availability").content.decode()
    browser.post("/client/availability/reckon")
    page = browser.get("/client/availability").content.decode()
    for words in ("Too long overdue", "Have it paid", "Guarantee fund", "You may draw now", 'class="chart bridge"'):
        assert words in page, words
    opened = browser.get("/client/availability?bucket=OVERDUE").content.decode()
    assert ">B1</a>" in opened
    assert ">A1</a>" not in opened
    left = Money(6_000_00 - 1_000_00 - 121_00)
    said = {"amount": "1000.00", "seen": str(left.decimal)}
    shown = browser.post("/client/availability/draw", said, follow=True).content.decode()
    assert "D1" in shown
    again = browser.post("/client/availability/draw", said, follow=True).content.decode()  # the second click
    assert "changed since it was shown" in again
    assert [order.amount_cents for order in Order.objects.all()] == [1_000_00]
    _a_program_draws_too(person)
    kept = browser.get("/client/availability?csv").content.decode()
    assert "You may draw now;3779.00;3779.00" in kept
    assert (
        visit(person.email, language="nl").get("/client/availability").content.decode().count("Te lang achterstallig")
        >= 2
    )


@pytest.mark.parametrize("more", [{"limits": {"facility": Money(2_000_00), "over_facility": "SURCHARGE"}}])
def test_the_desk_decides_above_the_facility_and_sets_aside(
    drawing_contract: UUID, sell: Sell, person: User, an: Viewer
) -> None:
    sell(drawing_contract, A1=10_000_00)
    Invoice.objects.update(due_date=timezone.now().date())
    browser, desk = visit(person.email), visit("an@huis.example")
    browser.post("/client/availability/reckon")
    browser.post("/client/availability/draw", {"amount": "3000.00", "seen": "1879.00"})
    waiting = Drawing.objects.get(state="asked")
    page = desk.get("/staff/availability").content.decode()
    assert "Drawings above the facility" in page
    assert "F001" in page
    desk.post("/staff/availability/decide", {"drawing": str(waiting.pk), "decision": "refuse", "note": "not now"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.note) == ("refused", "not now")
    desk.post("/staff/availability/aside", {"contract": str(drawing_contract), "amount": "500.00", "note": "a rumour"})
    assert SetAside.objects.get().amount_cents == 500_00
    desk.post("/staff/availability/reckon", {"contract": str(drawing_contract)})
    one = desk.get(f"/staff/availability?run={waiting.run_id}").content.decode()
    assert "F001" in one
    assert "D1" in one
    assert desk.get("/staff/availability?csv").status_code == 200
    assert browser.get("/staff/availability").status_code == 404


def test_it_is_kept_on_paper_and_what_he_owes_a_customer_is_taken_off(
    drawing_contract: UUID, sell: Sell, person: User, debtor: Debtor
) -> None:
    """6,000.00 bought less 700.00 that the client owes the debtor; in French, the client's language."""
    Company.objects.filter(pk=Client.objects.get().company_id).update(language="fr")
    sell(drawing_contract, A1=6_000_00)
    Invoice.objects.update(due_date=timezone.now().date())
    browser = visit(person.email)
    browser.post(reverse("client:availability_act", args=["reckon"]))
    owes = {"debtor": str(debtor.pk), "amount": "700,00", "note": "Huur"}
    page = browser.post(reverse("client:contra_tell"), owes, follow=True)
    assert "Huur" in page.content.decode()
    assert (
        "lowers what you owe"
        in browser.post(reverse("client:contra_tell"), owes | {"amount": "1"}, follow=True).content.decode()
    )
    assert "700" in browser.get(reverse("client:contra"), {"csv": ""}).content.decode()
    run = Run.objects.latest("made_at")
    assert {step[0]: step[1] for step in run.pool.steps}["CONTRA"] == 700_00
    kept = browser.get(reverse("client:availability"), {"pdf": ""})
    assert kept["Content-Type"] == "application/pdf"
    seen = " ".join(PdfReader(io.BytesIO(kept.content)).pages[0].extract_text().split())
    for words in ("Ce que vous pouvez tirer", "700,00", debtor.company.name):
        assert words in seen, words
    assert browser.get(reverse("client:availability"), {"pdf": "", "run": run.pk}).content == kept.content
