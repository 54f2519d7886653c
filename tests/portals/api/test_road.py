"""A program walks the road: hands in, reads, approves, reads its money."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cessie.domain.audit.models import Event
from cessie.domain.invoices.models import Invoice
from cessie.domain.payments.models import Order
from cessie.domain.purchase.models import Proposal
from cessie.formats import as_json
from cessie.formats.reading import read
from cessie.formats.values import InvoiceDocument
from cessie.ledger.models import Entry
from cessie.portals.api import ids
from tests.portals.api.conftest import program
from tests.portals.house import Stage


def paper(stage: Stage, number: str, net: int = 1_000_00) -> dict[str, Any]:
    """An invoice in JSON, of the first client to its debtor, issued yesterday."""
    (document,) = read(stage.paper(number, net))
    assert isinstance(document, InvoiceDocument)
    plain = as_json.document(document, "x.xml", 1)
    for name in ("seller", "buyer", "payee"):
        party = getattr(document, name)
        plain[name] |= {"register_scheme": party.register_scheme, "country": party.address.country}
    for name in ("file", "part", "format", "confidence", "warnings"):
        plain.pop(name)
    return plain | {"notes": list(document.notes)}


def test_an_invoice_becomes_money(stage: Stage) -> None:
    mine = program(stage, stage.own)
    started = timezone.now() - timedelta(seconds=1)
    handed_in = mine.post("/invoices", paper(stage, "API-1"), key="API-1")
    assert handed_in.status_code == 201, handed_in.content
    (outcome,) = handed_in.json()["outcomes"]
    assert (outcome["state"], outcome["number"], outcome["reasons"]) == ("accepted", "API-1", [])

    invoice = mine.get(f"/invoices/{outcome['invoice_id']}").json()
    assert invoice["payable"] == {"amount": "1210.00", "currency": "EUR"}
    assert (invoice["standing"], invoice["open"]) == ("offered", None)

    (offer,) = mine.get("/proposals", state="offered").json()["data"]
    assert offer["id"] == invoice["proposal_id"]
    before = mine.get("/availability").json()["data"][0]
    assert before["reserved"] == offer["financed"]
    wrong = mine.post(f"/proposals/{offer['id']}/approve", {"digest": "0" * 64}, key="a")
    assert (wrong.status_code, wrong.json()["code"]) == (409, "purchase.figures")

    bought = mine.post(f"/proposals/{offer['id']}/approve", {"digest": offer["digest"]}, key="b")
    assert bought.status_code == 200, bought.content
    assert bought.json()["payout"] == offer["payout"]
    again = mine.post(f"/proposals/{offer['id']}/approve", {"digest": offer["digest"]}, key="b")
    assert (again.content, again["Idempotent-Replayed"]) == (bought.content, "true")
    twice = mine.post(f"/proposals/{offer['id']}/approve", {"digest": offer["digest"]}, key="c")
    assert (twice.status_code, twice.json()["code"]) == (409, "purchase.decided")
    assert Order.objects.count() == 1
    assert Entry.objects.filter(rule="P01").count() == 1

    act = Event.objects.get(action="purchase.accept")
    assert act.actor.startswith("key:")
    assert act.client_id == stage.own.client_id
    assert act.request_id == bought["X-Request-ID"]

    (row,) = mine.get("/invoices", updated_since=started.isoformat().replace("+00:00", "Z")).json()["data"]
    assert (row["standing"], row["open"]["amount"]) == ("bought", "1210.00")
    assert before["last_day"] is None
    statement = mine.get("/statement").json()
    assert statement["closing"] == statement["lines"][-1]["balance"]
    assert {"purchase", "holdback_set"} <= {line["kind"] for line in statement["lines"]}
    titles = [step["title"] for step in mine.get(f"/invoices/{row['id']}/timeline").json()["data"]]
    assert titles[0] == "Received"
    assert "Payout ordered" in titles
    assert mine.get(f"/invoices/{row['id']}/original").content == json.dumps(paper(stage, "API-1")).encode()


def test_declined_it_can_be_offered_again(stage: Stage) -> None:
    mine = program(stage, stage.own)
    assert mine.upload("1.xml", stage.paper("API-2")).json()["outcomes"][0]["state"] == "accepted"
    (offer,) = mine.get("/proposals").json()["data"]
    for _ in range(2):
        assert mine.post(f"/proposals/{offer['id']}/reject", key="r").json()["state"] == "rejected"
    late = mine.post(f"/proposals/{offer['id']}/approve", {"digest": offer["digest"]}, key="s")
    assert (late.status_code, late.json()["code"]) == (409, "purchase.decided")
    assert not Entry.objects.filter(rule="P01").exists()


def test_what_changed_withdraws_the_offer_for_good(stage: Stage) -> None:
    """The refusal is an effect: it stays, with its answer, however often the call is sent."""
    mine = program(stage, stage.own)
    mine.upload("1.xml", stage.paper("API-3"))
    (offer,) = mine.get("/proposals").json()["data"]
    Invoice.objects.update(state="held")
    answers = [mine.post(f"/proposals/{offer['id']}/approve", {"digest": offer["digest"]}, key="x") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].content == answers[1].content
    assert answers[1]["Content-Type"] == "application/problem+json"
    assert answers[0].json()["errors"][0]["code"] == "purchase.invoice_changed"
    assert Proposal.objects.get().state == "blocked"


def test_each_part_of_a_file_says_what_became_of_it(stage: Stage) -> None:
    mine = program(stage, stage.own)
    good, false = paper(stage, "LIST-1"), paper(stage, "LIST-2") | {"payment": {"iban": "BE00"}}
    broken = paper(stage, "LIST-3") | {"totals": {"gross": "1.001"}}
    sent = mine.upload("all.json", json.dumps([good, false, broken]).encode())
    outcomes = sent.json()["outcomes"]
    assert [outcome["state"] for outcome in outcomes] == ["accepted", "held", "refused"]
    assert outcomes[2]["reasons"][0]["code"] == "invoices.fraction"
    assert outcomes[2]["invoice_id"] is None
    findings = mine.get(f"/invoices/{outcomes[1]['invoice_id']}/findings").json()["data"]
    assert findings
    assert all(finding["words"] for finding in findings)
    junk = mine.upload("cat.gif", b"GIF89a", key="junk")
    assert junk.status_code == 201
    assert junk.json()["outcomes"][0]["state"] == "refused"


def test_in_the_readers_language(stage: Stage) -> None:
    mine = program(stage, stage.own)
    headers = {"Authorization": f"Bearer {mine.secret}", "Accept-Language": "nl"}
    unknown = f"/api/v1/invoices/{ids.shown(ids.INVOICE, stage.own.client_id)}"
    assert mine.http.get(unknown, headers=headers).json()["detail"] == "Deze factuur bestaat niet."
