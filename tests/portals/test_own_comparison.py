"""A client compares with his own contract: the same to the cent as he was charged, and nobody else sees it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cessie.domain.client_ledgers.models import Position, Submission
from cessie.domain.comparison import queries
from cessie.domain.comparison.charged import really_charged
from cessie.domain.comparison.lay_ledger import sales_in
from cessie.domain.comparison.lay_own import lay_own
from cessie.domain.comparison.models import Customer, Run
from cessie.domain.comparison.rights import own_customer
from cessie.domain.comparison.rules.own import Insured, Wish
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import NotFound, system
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.portals.compared import compared
from tests.portals.house import Stage, visit


@pytest.fixture
def sold(stage: Stage) -> Stage:
    """Two invoices bought, one of them paid."""
    for number, net in (("F-1", 2_000_00), ("F-2", 3_000_00)):
        stage.hand_in(number, net)
        stage.approve(number)
    return stage


def test_the_replay_of_his_contract_is_what_he_was_charged(sold: Stage) -> None:
    things = compared(sold.own.client_id, sold.own.bookkeeper, sold.at)
    run = queries.run(sold.own.owner, things["own_comparison_id"])
    found = really_charged(run)
    assert found is not None
    ((kind, replayed, booked),) = [(each.kind, each.replayed, each.booked) for each in found.lines]
    # 3.5 percent of 2,420.00 and of 3,630.00, as the contract says
    assert (kind, replayed, booked) == ("commission", Money(211_75), Money(211_75))
    assert (found.same, found.pieces) == (True, ())
    told = queries.comparison_of(run)
    assert [(each.name, each.cost) for each in told.outcomes] == [("F001", 211_75), ("GEHEIM other", 242_00)]


def test_what_differs_is_told_invoice_by_invoice(sold: Stage) -> None:
    things = compared(sold.own.client_id, sold.own.owner, sold.at)
    Run.objects.filter(pk=things["own_comparison_id"]).update(last=sold.today - timedelta(days=1))
    run = queries.run(sold.own.owner, things["own_comparison_id"])  # the days end before the invoices were sold
    found = really_charged(run)
    assert found is not None
    assert [(each.number, each.booked) for each in found.pieces] == [("F-1", Money(0)), ("F-2", Money(0))]
    assert {each.why.code for each in found.pieces} == {"compare.not_sold"}
    assert sum(each.replayed.cents for each in found.pieces) == found.lines[0].difference.cents


def test_ways_are_tried_beside_it_and_keep_its_other_terms(sold: Stage) -> None:
    wish = Wish(advances=(Decimal(80),), other_insurance=Insured(Decimal("3.1")), premium=Decimal("0.3"))
    things = compared(sold.own.client_id, sold.own.owner, sold.at, wish=wish)
    told = queries.comparison_of(queries.run(sold.own.owner, things["own_comparison_id"]))
    found = {each.name: each for each in told.outcomes}
    outside = "F001, insured by the company itself"
    assert set(found) == {"F001", "F001, 80 %", outside, f"{outside}, 80 %", "GEHEIM other"}
    assert found[outside].costs == found["F001"].costs | {"commission": 187_55, "insurance": 18_15}
    assert found["F001, 80 %"].freed < found["F001"].freed
    assert told.offer("F001, 80 %").terms.holdback_rate == 20


def test_it_is_his_alone_and_of_the_house(sold: Stage) -> None:
    things = compared(sold.own.client_id, sold.own.owner, sold.at)
    customer = Customer.objects.get(client_id=sold.own.client_id)
    staff = sold.house.staff
    for viewer in (sold.own.owner, sold.own.bookkeeper, staff.credit, staff.treasury):
        assert own_customer(viewer, customer.pk) == customer
    with pytest.raises(NotFound):
        own_customer(sold.other.owner, customer.pk)
    reader = visit("reader1@client.example")
    assert "For owners and bookkeepers" in reader.get(reverse("client:own")).content.decode()
    assert reader.get(reverse("client:own_run", args=[things["own_comparison_id"]])).status_code == 404
    looks = visit("treasury1@factor.example")
    address = reverse("staff:own_laid", args=[sold.own.client_id])
    refused = looks.post(address, {"first": sold.today.isoformat()}, follow=True).content.decode()
    assert "Your role does not allow this" in refused


def test_he_walks_it_in_his_portal(sold: Stage) -> None:
    page: Client = visit("bookkeeper1@client.example")
    home, client_id = reverse("client:own"), sold.own.client_id
    assert "Compare with your contract" in page.get(home).content.decode()
    first = (sold.today - timedelta(days=30)).isoformat()
    laid = page.post(reverse("client:own_laid", args=[client_id]), {"origin": "invoices", "first": first}, follow=True)
    assert "The sales are laid down" in laid.content.decode()
    file = SimpleUploadedFile("own.csv", b"kind,number,debtor,date,amount\ninvoice,1,D1,2026-03-02,1.00\n")
    page.post(reverse("client:own_ledger_in", args=[client_id]), {"file": file, "days": "30"})
    customer = Customer.objects.get(client_id=client_id)
    newest, house = queries.ledgers(customer)
    assert (newest.origin, house.origin, house.invoices) == ("file", "invoices", 2)
    asked = {"ledger": house.pk, "advances": "80", "without": "nobody"}
    said = page.post(reverse("client:own_compare", args=[client_id]), asked, follow=True).content.decode()
    assert "The ledger knows no debtor nobody." in said
    asked |= {"without": sold.buyer.actor.name}
    there = page.post(reverse("client:own_compare", args=[client_id]), asked)["Location"]
    run = Run.objects.get()
    assert there == reverse("client:own_run", args=[run.pk])
    assert (run.ways, run.own, run.contract.client_id if run.contract else None) == (4, "F001", client_id)
    assert page.get(reverse("client:own_run_charged", args=[run.pk])).status_code == 404  # nothing is played yet


def test_the_ledgers_that_the_house_accepted_are_followed(sold: Stage) -> None:
    contract = Contract.objects.get(client_id=sold.own.client_id)
    at, first, second = sold.at, sold.today - timedelta(days=40), sold.today - timedelta(days=5)
    kept = store(data=b"x", name="x", channel="own", client_id=sold.own.client_id, by=system("test"), at=at)
    said: dict[str, Any] = {
        "contract": contract, "client_id": sold.own.client_id, "kind": "balance", "format": "csv", "lines": 2,
        "received_at": at, "received_by": "t", "decided_at": at, "decided_by": "t", "document": kept.document,
    }  # fmt: skip
    before = Submission.objects.create(**said, as_of=first, state="superseded", superseded_at=at)
    after = Submission.objects.create(**said, as_of=second, state="accepted")
    for row, number, open_ in ((before, "B-1", 100_00), (after, "B-1", 40_00), (after, "B-2", 70_00)):
        Position.objects.create(
            submission=row, line=1, debtor_id=sold.buyer.debtor_id, kind="invoice", number=number, open_cents=open_,
            issue_date=first - timedelta(days=9), due_date=first, gross_cents=max(100_00, open_),
        )  # fmt: skip
    laid: dict[str, Any] = {"client_id": sold.own.client_id, "origin": "ledgers", "by": sold.own.owner, "at": at}
    ledger = lay_own(first=first, **laid)
    one, two = sales_in(ledger).sales
    assert [(part.day, part.cents) for part in one.settled] == [(second, 60_00)]
    assert [(part.day, part.cents) for part in two.settled] == [(second, 30_00)]
    assert lay_own(first=first, **laid) == ledger  # the same sales are the same ledger
    (known,) = Customer.objects.get(client_id=sold.own.client_id).known["debtors"].values()
    assert (known["limit"], known["country"]) == ("60000.00", sold.buyer.actor.country)
    with pytest.raises(Refusal, match="knows no sales"):
        lay_own(first=sold.today, **laid)
