"""The broker's portal: what he types becomes an offer, what he asks is ordered, what is another's does not exist."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from cessie.domain.comparison.brokers import add_broker, invite_person
from cessie.domain.comparison.models import Customer, Ledger, Offer, Run
from cessie.domain.parties.models import Company
from cessie.lib.reasons import Refusal
from cessie.portals.frame.offer_form import told_of, typed_of
from tests.portals.brokered import EMAIL, brokered
from tests.portals.house import Stage, visit

TYPED = {
    "name": "Bank A", "factor": "A", "product": "full_service", "commission_percent": "0,45",
    "yearly_minimum": "12.000,00", "margin_percent": "1.5", "facility": "750 000", "advance_percent": "80; 90",
    "recourse": "NONE", "fee_month": "25", "insurance_percent": "0,2", "without": "D7",
}  # fmt: skip
TOLD = {
    "name": "Bank A", "factor": "A", "product": "full_service", "commission_percent": "0.45",
    "yearly_minimum": "12000.00", "margin_percent": "1.5", "facility": "750000.00", "recourse": "NONE",
    "fees": [{"per": "month", "amount": "25.00"}], "outside_insurance": {"percent": "0.2"},
    "variants": {
        "advance": [{"label": "80 %", "advance_percent": "80"}, {"label": "90 %", "advance_percent": "90"}],
        "debtors": [{"label": ""}, {"label": "− D7", "without_debtors": ["D7"]}],
    },
}  # fmt: skip


def test_what_is_typed_is_the_neutral_form_and_back() -> None:
    assert told_of(TYPED) == TOLD
    typed = typed_of(TOLD)
    assert typed is not None
    assert told_of(typed) == TOLD
    assert typed_of(TOLD | {"terms": {"interest": None}}) is None  # the form cannot say it
    for wrong, words in (
        ({"yearly_minimum": ""}, "Yearly minimum is missing"),
        ({"commission_percent": "a"}, "Commission, percent: a is no percentage"),
        ({"facility": "1.000"}, "two amounts"),
        ({"product": "cheap"}, "none of these"),
    ):
        with pytest.raises(Refusal, match=words):
            told_of(TYPED | wrong)


@pytest.fixture
def desk(stage: Stage) -> Client:
    stage.things |= brokered(stage.house.staff.administrator, stage.at)
    return visit(EMAIL)


def test_a_broker_lays_down_notes_and_asks(stage: Stage, desk: Client) -> None:
    home = desk.get("/", follow=True)
    assert "GEHEIM Klant NV" in home.content.decode()
    assert "No customer fits" in desk.get(reverse("broker:customers"), {"q": "nobody"}).content.decode()
    taken = desk.post(reverse("broker:customers"), {"name": "Nieuw BV", "number": "1"})
    customer = Customer.objects.get(name="Nieuw BV")
    assert taken["Location"] == reverse("broker:customer", args=[customer.pk])
    lay = reverse("broker:ledger_in", args=[customer.pk])
    bad = b"kind,number,debtor,date,due_date,amount,of\ninvoice,F1,D1,soon,,1.00,\n"
    shown = desk.post(lay, {"file": SimpleUploadedFile("bad.csv", bad), "days": "30"}, follow=True).content.decode()
    assert "1 line is wrong" in shown
    good = b"kind,number,debtor,date,due_date,amount,of\ninvoice,F1,D1,2026-03-02,,1000.00,\n"
    shown = desk.post(lay, {"file": SimpleUploadedFile("good.csv", good), "days": "30"}, follow=True).content.decode()
    assert "The ledger is read: 1 invoices." in shown
    noted = desk.post(reverse("broker:offer_new", args=[customer.pk]), TYPED, follow=True).content.decode()
    assert "The offer is noted." in noted
    refused = desk.post(reverse("broker:offer_new", args=[customer.pk]), TYPED | {"yearly_minimum": ""})
    assert "Yearly minimum is missing." in refused.content.decode()
    file = SimpleUploadedFile("o.json", json.dumps({"offers": [{"name": "B", "product": "american"}]}).encode())
    named = desk.post(reverse("broker:offers_in", args=[customer.pk]), {"file": file}, follow=True).content.decode()
    assert "B: it does not say its yearly minimum" in named
    offer = Offer.objects.get(customer=customer)
    changed = desk.post(reverse("broker:offer", args=[offer.pk]), TYPED | {"name": "Bank A, better"})
    assert changed.status_code == 302
    (offer,) = Offer.objects.filter(customer=customer, ended_at__isnull=True)
    assert offer.name == "Bank A, better"
    ledger = Ledger.objects.get(customer=customer, wrong=0)
    ask = {"ledger": ledger.pk, "offer": [offer.pk], "rate": "2,1", "need": "10,00"}
    asked = desk.post(reverse("broker:compare", args=[customer.pk]), ask)
    run = Run.objects.get(customer=customer)
    assert asked["Location"] == reverse("broker:run", args=[run.pk])
    assert (run.ways, run.need_cents, run.asked["reference"]["EURIBOR_3M"][0]["percent"]) == (4, 10_00, "2.1")
    assert ProcrastinateJob.objects.filter(queueing_lock=f"comparison:{run.pk}").count() == 1
    assert "0 of 4 ways" in desk.get(asked["Location"]).content.decode()
    assert desk.get(reverse("broker:run_report", args=[run.pk])).status_code == 404
    assert "Cancelled" in desk.post(reverse("broker:run_cancel", args=[run.pk]), follow=True).content.decode()
    desk.post(reverse("broker:customer_forget", args=[customer.pk]))
    assert not Customer.objects.filter(pk=customer.pk).exists()


def test_a_finished_comparison_is_read_and_taken_along(stage: Stage, desk: Client) -> None:
    things = stage.things
    page = desk.get(reverse("broker:run", args=[things["comparison_id"]])).content.decode()
    assert page.index("GEHEIM one") < page.index("GEHEIM two")
    assert "€\u00a0272.25" in page  # 1.5 percent of 18,150.00
    assert "181.50" not in page
    months = desk.get(reverse("broker:outcome", args=[things["outcome_id"]])).content.decode()
    assert "March 2026" in months
    paper = desk.get(reverse("broker:run_report", args=[things["comparison_id"]]))
    assert paper.content.startswith(b"%PDF")
    figures = desk.get(reverse("broker:run_workbook", args=[things["comparison_id"]])).content
    _head, first, _second = openpyxl.load_workbook(io.BytesIO(figures))["Ranking"].values
    assert first[:2] == (1, "GEHEIM one")
    told = json.loads(desk.get(reverse("broker:run_json", args=[things["comparison_id"]])).content)
    assert [each["cost"] for each in told["offers"]] == ["272.25", "363.00"]


def test_another_broker_finds_nothing(stage: Stage, desk: Client) -> None:
    rival = a_rival(stage)
    for name, key in (
        ("customer", "customer_id"), ("ledger", "sales_id"), ("offer", "offer_id"), ("run", "comparison_id"),
        ("outcome", "outcome_id"), ("run_report", "comparison_id"), ("run_json", "comparison_id"),
        ("offer_new", "customer_id"),
    ):  # fmt: skip
        assert rival.get(reverse(f"broker:{name}", args=[stage.things[key]])).status_code == 404, name
    for name, key in (
        ("ledger_in", "customer_id"), ("compare", "customer_id"), ("customer_forget", "customer_id"),
        ("offers_in", "customer_id"), ("offer_drop", "offer_id"), ("run_cancel", "comparison_id"),
        ("offer_new", "customer_id"), ("offer", "offer_id"),
    ):  # fmt: skip
        assert rival.post(reverse(f"broker:{name}", args=[stage.things[key]]), TYPED).status_code == 404, name
    assert "GEHEIM" not in rival.get(reverse("broker:customers")).content.decode()


def a_rival(stage: Stage) -> Client:
    """Somebody of another broker."""
    chief = stage.house.staff.administrator
    company = Company.objects.create(name="Rivaal", sort_name="rivaal", country="BE", created_at=stage.at)
    row = add_broker(company_id=company.pk, by=chief, at=stage.at)
    invite_person(broker_id=row.pk, email="rival@broker.example", name="Rival", language="en", by=chief, at=stage.at)
    return visit("rival@broker.example")
