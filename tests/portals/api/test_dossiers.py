"""Programs of a principal and of a lawyer: dossiers, what was paid directly and passed on; cases and their acts."""

from __future__ import annotations

import base64
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from cessie.domain.collection.models import Claim, Dossier
from cessie.domain.invoices.models import Invoice
from cessie.domain.keys.models import ApiKey
from cessie.domain.proceedings.models import Assignment, Case, Cost, Person, Step, Word
from cessie.domain.trust.models import Direct
from cessie.portals.api import ids
from tests.portals.api.conftest import Program, program
from tests.portals.house import Stage
from tests.portals.test_cases import a_lawyer


def test_a_principals_program_follows_his_dossiers(full: Stage, own: Program, other: Program) -> None:
    (one,) = own.get("/dossiers", state="amicable").json()["data"]
    assert (one["number"], one["handed_in"]["amount"]) == ("2026-000001", "1000.00")
    assert own.get("/dossiers", q="2026-000001").json()["data"] == [one]
    assert other.get("/dossiers").json() == {"data": [], "next_cursor": None}
    assert other.get(f"/dossiers/{one['id']}").status_code == 404
    whole = own.get(f"/dossiers/{one['id']}").json()
    assert whole["reference"] == "+++202/6000/00192+++"
    assert whole["open"]["amount"] == whole["claims"][0]["open"]["amount"]
    assert "GEHEIM" not in str(whole["history"])  # what the desk notes for itself
    reads = program(full, full.own, "dossiers:read")
    paid = {"amount": "77.40", "paid_date": full.today.isoformat()}
    path = f"/dossiers/{one['id']}/paid"
    assert reads.post(path, paid).status_code == 403
    assert other.post(path, paid).status_code == 404
    for _ in range(2):
        assert own.post(path, paid, key="p1").json()["amount"]["amount"] == "77.40"
    assert Direct.objects.get().amount_cents == 77_40
    (passed,) = own.get("/remittances").json()["data"]
    assert (passed["number"], passed["commission"]["amount"]) == (1, "12.00")
    told = own.get(f"/remittances/{passed['id']}").json()
    assert (told["closing"]["amount"], other.get(f"/remittances/{passed['id']}").status_code) == ("85.48", 404)
    (month,) = own.get("/collected").json()["data"]
    assert (month["month"], month["received"]["amount"], month["paper"]) == ("2026-10-01", "85.48", True)
    whole = own.get(f"/collected/{month['id']}").json()
    assert [line["balance"]["amount"] for line in whole["lines"]] == ["85.48"]
    assert other.get("/collected").json()["data"] == []
    for part in ("", "/paper"):
        assert (
            own.get(f"/collected/{month['id']}{part}").status_code,
            other.get(f"/collected/{month['id']}{part}").status_code,
        ) == (200, 404)


def test_claims_are_handed_in_once_under_a_contract_of_collection(
    full: Stage, own: Program, other: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    Claim.objects.update(live=False, removed_at=full.at)
    Dossier.objects.update(number=2025000001, state="closed_recalled", closed_at=full.at, closed_by="test")
    invoice = Invoice.objects.get(pk=full.things["bought_id"])
    Invoice.objects.filter(pk=invoice.pk).update(due_date=full.today - timedelta(days=30))
    body = {"invoice_ids": [ids.shown("inv", invoice.pk)]}
    assert own.post("/dossiers", body, key="a").json()["code"] == "collection.no_agency"
    collected = SimpleNamespace(collector="AGENCY")
    monkeypatch.setattr("cessie.portals.api.endpoints.dossiers.terms_on", lambda *_: (1, collected))
    assert other.post("/dossiers", body).status_code == 404
    made = own.post("/dossiers", body, key="b")
    assert (made.status_code, made.json()["source"]) == (201, "upload")
    assert own.post("/dossiers", body, key="b").content == made.content
    assert own.post("/dossiers", body, key="c").json()["id"] == made.json()["id"]
    assert [each["number"] for each in made.json()["claims"]] == [invoice.number]


def of_lawyer(stage: Stage) -> tuple[Program, Any]:
    """A lawyer who made a key on his page, and his browser."""
    browser = a_lawyer(stage)
    shown = browser.post(reverse("partner:keys"), {"name": "Kanselarij", "scope": ["cases:read", "cases:write"],
                                                   "days": "90"}).content.decode()  # fmt: skip
    secret = shown.partition('id="secret">')[2].partition("<")[0]
    ApiKey.objects.update(per_minute=1_000_000)
    return Program(secret), browser


def test_a_lawyers_program_takes_a_case_reports_and_asks(full: Stage, own: Program) -> None:
    his, browser = of_lawyer(full)
    case_id = full.things["case_id"]
    Case.objects.filter(pk=case_id).update(state="lawyer_review")
    assert (his.get("/me").json()["client_id"], his.get("/invoices").status_code) == (None, 403)
    assert own.get("/cases").status_code == 403
    (one,) = his.get("/cases").json()["data"]
    assert one["answer"] == "offered"
    path = f"/cases/{one['id']}"
    act = {"act": "reject", "on": full.today.isoformat(), "words": "no contract",
           "paper": base64.b64encode(b"%PDF-1.7 deed").decode()}  # fmt: skip
    assert his.post(f"{path}/acts", act, key="a").json()["code"] == "proceedings.not_taken"
    assert his.post(f"{path}/answer", {"take": True}, key="b").json()["answer"] == "accepted"
    cost = {"act": "reject", "on": full.today.isoformat(), "amount": "85.29"}
    for _ in range(2):
        assert his.post(f"{path}/costs", cost, key="c").status_code == 200
    assert Cost.objects.get(act="reject").amount_cents == 85_29
    his.post(f"{path}/words", {"words": "Where is the contract?"}, key="d")
    assert Word.objects.filter(side="lawyer").count() == 1
    done = his.post(f"{path}/acts", act, key="e").json()
    assert (done["state"], done["done"][-1]["told_by"]) == ("amicable", "lawyer")
    assert Step.objects.get().document is not None
    late = his.post(f"{path}/acts", act | {"act": "served"}, key="f")
    assert (late.status_code, late.json()["code"]) == (422, "procedure.not_now")
    assert his.get(f"{path}/package").content[:2] == b"PK"
    Assignment.objects.update(state="offered", answered_by="")
    gone = his.post(f"{path}/answer", {"take": False, "words": "no time"}, key="g")
    assert (gone.status_code, gone.json()["answer"], gone.json()["thread"]) == (200, "refused", [])
    assert his.get(path).status_code == 404

    key = ApiKey.objects.get(person__isnull=False)
    Person.objects.update(ended_at=full.at)
    assert his.get("/cases").json()["data"] == []
    browser.post(reverse("partner:key_revoke", args=[key.pk]))
    assert his.get("/me").status_code == 401
