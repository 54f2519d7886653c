"""Who may pass, what is not his, and every no in one shape."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cessie.domain.audit.models import Event
from cessie.domain.invoices.models import Invoice
from cessie.domain.keys.models import ApiKey
from cessie.domain.keys.revoke import revoke
from cessie.domain.purchase.models import Proposal
from cessie.ledger.models import Entry
from cessie.portals.api import door, ids
from cessie.portals.api.root import PREFIX, document, operations
from tests.portals.api.conftest import ROOT, Program, program
from tests.portals.api.test_road import paper
from tests.portals.house import Stage, visit

FORM = "application/x-www-form-urlencoded"


def _problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["code"] == code
    assert body["status"] == status
    assert body["request_id"] == answer["X-Request-ID"]
    assert set(body) == {"type", "title", "status", "detail", "instance", "code", "errors", "request_id"}
    return body


def test_nobody_passes_without_a_key(full: Stage) -> None:
    """Neither without one nor with a false one, nor with the login of a browser."""
    owner = visit("owner1@client.example")
    for (path, method), operation in operations().items():
        if not operation.auth_callbacks:
            continue
        address = path.replace("{invoice_id}", "inv_" + "0" * 32).replace("{proposal_id}", "prop_" + "0" * 32)
        for http, headers in (
            (Client(), {}),
            (Client(), {"Authorization": "Bearer cessie_0123456789abcdef_" + "x" * 43}),
            (Client(), {"Authorization": "Bearer " + door.TOKEN + "e30:1:x"}),
            (owner, {}),
        ):
            answer = getattr(http, method)(address, headers=headers)
            _problem(answer, 401, "api.key")
            assert answer["WWW-Authenticate"].startswith("Bearer")


def test_each_scope_opens_its_own_endpoints_alone(stage: Stage) -> None:
    program(stage, stage.own, "debtors:read")
    reading, nothing = program(stage, stage.own, "invoices:read"), program(stage, stage.own, "debtors:read")
    assert reading.get("/invoices").status_code == 200
    assert reading.get("/me").json()["scopes"] == ["invoices:read"]
    for (path, method), operation in operations().items():
        needed = getattr(next(iter(operation.auth_callbacks), None), "scope", None)
        if needed in (None, "debtors:read"):
            continue
        address = path.removeprefix(PREFIX.rstrip("/")).replace("{invoice_id}", "x").replace("{proposal_id}", "x")
        answer = nothing.get(address) if method == "get" else nothing.post(address, {})
        _problem(answer, 403, "api.scope")
        assert needed in answer["WWW-Authenticate"]


def test_anothers_things_do_not_exist(full: Stage, own: Program, other: Program) -> None:
    before = Event.objects.count(), Entry.objects.count(), list(Proposal.objects.values_list("state", flat=True))
    digest = Proposal.objects.get(pk=full.things["proposal_id"]).digest
    invoice, offer = (ids.shown(kind, full.things[name]) for kind, name in (("inv", "held"), ("prop", "proposal_id")))
    addresses = [f"/invoices/{invoice}{rest}" for rest in ("", "/findings", "/timeline", "/original")]
    statement = ids.shown("sta", full.things["told_id"])
    for address in [*addresses, f"/proposals/{offer}", f"/statements/{statement}"]:
        assert own.get(address).status_code == 200, address
        body = _problem(other.get(address), 404, other.get(address).json()["code"])
        assert "GEHEIM" not in str(body)
    (kept,) = own.get("/statements").json()["data"]
    assert (kept["id"], kept["closing"]["amount"], kept["paper"]) == (statement, "-1.00", False)
    assert other.get("/statements").json()["data"] == []
    _problem(own.get(f"/statements/{statement}/paper"), 404, "charges.no_paper")
    (line,) = own.get(f"/statements/{statement}").json()["lines"]
    assert (line["words"], line["number"], line["amount"]["amount"]) == ("Service fee", "GEHEIM-7", "-1.00")
    for kind in ("approve", "reject"):
        assert other.post(f"/proposals/{offer}/{kind}", {"digest": digest}, key=kind).status_code == 404
    for address in ("/invoices", "/proposals"):
        assert len(own.get(address).json()["data"]) >= 3
        assert other.get(address).json() == {"data": [], "next_cursor": None}
    contract = own.get("/availability").json()["data"][0]["contract_id"]
    assert own.get("/statement", contract=contract).json()["lines"]
    assert other.get("/statement", contract=contract).status_code == 404
    assert own.get("/invoices", cursor=other.get("/debtors", limit=1).json()["next_cursor"] or "x").status_code == 422
    assert (
        Event.objects.count(),
        Entry.objects.count(),
        list(Proposal.objects.values_list("state", flat=True)),
    ) == before


def test_pages_miss_nothing_and_repeat_nothing(full: Stage, own: Program) -> None:
    everything = [row["id"] for row in own.get("/invoices").json()["data"]]
    seen, cursor = [], None
    while True:
        page = own.get("/invoices", limit=1, **({"cursor": cursor} if cursor else {})).json()
        seen += [row["id"] for row in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        if len(seen) == 1:
            full.hand_in("LATE-1", 50_00)  # comes in front: no page behind shifts
    assert seen == everything
    first = own.get("/proposals", limit=1).json()
    behind = own.get("/proposals", cursor=first["next_cursor"]).json()["data"]
    assert first["data"][0]["id"] not in [offer["id"] for offer in behind]
    _problem(own.get("/invoices", limit=1, state="held", cursor=own.get("/invoices", limit=1).json()["next_cursor"]),
             422, "api.cursor")  # fmt: skip
    assert {row["state"] for row in own.get("/invoices", state="held").json()["data"]} == {"held"}


def test_only_what_changed_since(full: Stage, own: Program) -> None:
    def since(at: Any) -> set[str]:
        text = at.isoformat().replace("+00:00", "Z")
        return {row["number"] for row in own.get("/invoices", updated_since=text).json()["data"]}

    now = timezone.now()
    assert since(now) == set()
    bravo = "GEHEIM-BRAVO-22"
    full.approve(bravo)
    assert since(now) == {bravo}
    newest = max(row["updated_at"] for row in own.get("/invoices").json()["data"])
    assert own.get("/invoices", updated_since=newest).json()["data"] == []
    _problem(own.get("/invoices", updated_since="2026-11-22"), 422, "request.invalid")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/invoices", {"limit": "0"}),
        ("/invoices", {"limit": "201"}),
        ("/invoices", {"q": "a\0b"}),
        ("/invoices", {"state": "lost"}),
        ("/invoices", {"due_from": "0"}),
        ("/invoices", {"cursor": "x:y"}),
        ("/statement", {"since": "2026-02-01", "until": "2026-01-01"}),
        ("/statement", {"since": "2024-01-01", "until": "2026-01-01"}),
    ],
)
def test_a_question_of_false_form_is_told_where(stage: Stage, path: str, query: dict[str, str]) -> None:
    answer = program(stage, stage.own).get(path, **query)
    assert answer.status_code == 422
    (error, *_) = answer.json()["errors"]
    assert error["pointer"].startswith("query:")


def test_bodies_of_false_form(stage: Stage) -> None:
    mine, good = program(stage, stage.own), paper(stage, "FORM-1")
    wrong = _problem(mine.post("/invoices", good | {"totals": {"gross": 12.5}}), 422, "request.invalid")
    assert "#/totals/gross" in [error["pointer"] for error in wrong["errors"]]
    assert "#/due_data" in [
        error["pointer"] for error in mine.post("/invoices", good | {"due_data": "x"}).json()["errors"]
    ]
    for day in ("2024-13-01", "1204-01-01", 20241301):
        answer = mine.post("/invoices", good | {"issue_date": day})
        assert "#/issue_date" in [error["pointer"] for error in answer.json()["errors"]]
    headers = {"Authorization": f"Bearer {mine.secret}", "Idempotency-Key": "x"}
    broken = mine.http.post(f"{ROOT}/invoices", "{", content_type="application/json", headers=headers)
    _problem(broken, 400, "request.json")
    _problem(mine.post("/invoices", good, key=None), 400, "idempotency.key")
    _problem(mine.post("/invoices", good, key="é" * 5), 400, "idempotency.key")
    _problem(mine.get("/invoices/inv_1"), 404, "api.unknown")
    _problem(mine.get("/nothing"), 404, "api.unknown")
    assert _problem(mine.http.delete(f"{ROOT}/invoices"), 405, "api.method")
    assert not Invoice.objects.exists()
    assert mine.post("/invoices", good, key='"k1"').status_code == 201  # as a structured header
    assert mine.post("/invoices", good, key="k1")["Idempotent-Replayed"] == "true"
    _problem(mine.post("/invoices", good | {"number": "FORM-2"}, key="k1"), 422, "idempotency.other_call")
    assert Invoice.objects.count() == 1


def test_a_token_opens_for_a_quarter_of_an_hour(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = program(stage, stage.own, "invoices:read", "debtors:read")
    me = mine.get("/me").json()
    form = {"grant_type": "client_credentials", "client_id": me["key_id"], "client_secret": mine.secret}
    asked = f"{ROOT}/oauth/token"
    given = Client().post(asked, form | {"scope": "debtors:read"})
    assert given.json()["expires_in"] == 900
    assert given["Cache-Control"] == "no-store"
    token = Program(given.json()["access_token"])
    assert token.get("/debtors").status_code == 200
    assert token.get("/invoices").status_code == 403
    basic = base64.b64encode(f"{me['key_id']}:{mine.secret}".encode()).decode()
    by_basic = Client().post(asked, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"})
    assert by_basic.json()["scope"] == "invoices:read debtors:read"
    for change, error in (
        ({"client_secret": mine.secret[:-4] + "aaaa"}, (401, "invalid_client")),
        ({"client_id": "key_" + "0" * 32}, (401, "invalid_client")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
        ({"scope": "invoices:write"}, (400, "invalid_scope")),
        ({"grant_type": ""}, (400, "invalid_request")),
    ):
        answer = Client().post(asked, form | change)
        assert (answer.status_code, answer.json()["error"]) == error
    revoke(key_id=ApiKey.objects.get().pk, by=stage.own.owner, at=stage.at)
    assert token.get("/debtors").status_code == 401
    ApiKey.objects.update(revoked_at=None, revoked_by="")
    assert token.get("/debtors").status_code == 200
    monkeypatch.setattr(door, "TOKEN_LIFE", timedelta(seconds=-1))
    assert token.get("/debtors").status_code == 401


def test_who_calls_too_fast_is_told_when_to_come_back(stage: Stage) -> None:
    mine = program(stage, stage.own)
    ApiKey.objects.update(per_minute=12)
    answers = [mine.get("/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit"] == '"key";r=1;t=0'
    _problem(answers[2], 429, "api.too_fast")
    assert 1 <= int(answers[2]["Retry-After"]) <= 6


def test_the_document_describes_every_address(stage: Stage) -> None:
    described = {(path, method) for path, methods in document()["paths"].items() for method in methods}
    assert described == set(operations())
    assert document()["openapi"].startswith("3.1")
    names = [each["operationId"] for methods in document()["paths"].values() for each in methods.values()]
    assert len(names) == len(set(names))
    served = Client().get(f"{ROOT}/openapi.json")
    assert served.json() == document() | {"paths": served.json()["paths"]}
    page = Client().get(f"{ROOT}/docs")
    assert page.status_code == 200
    for path, _method in described:
        assert f"<code>{path}</code>" in page.content.decode()
