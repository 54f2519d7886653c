"""Programs that send ledgers and say what the money on the dedicated account is for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cessie.domain.client_ledgers.models import Match, Submission
from tests.portals.api.conftest import ROOT, Program, program
from tests.portals.house import Stage


def send(by: Program, data: bytes, as_of: str, key: str) -> object:
    headers = {"Authorization": f"Bearer {by.secret}", "Idempotency-Key": key}
    return by.http.post(f"{ROOT}/ledgers", {"file": SimpleUploadedFile("l.csv", data), "as_of": as_of}, headers=headers)


def test_a_program_sends_a_ledger_reads_its_proof_and_matches_money(
    full: Stage, own: Program, other: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = own.get("/ledgers").json()["data"]
    assert (one["state"], one["difference"]["amount"], one["problems"]) == ("read", "-500.00", 2)
    assert other.get("/ledgers").json() == {"data": [], "next_cursor": None}
    assert {other.get(f"/ledgers/{one['id']}{path}").status_code for path in ("", "/positions")} == {404}
    told = own.get(f"/ledgers/{one['id']}").json()["reasons"]
    assert [each["code"] for each in told] == ["ledgers.does_not_roll", "ledgers.vanished"]
    sheet = b"Number;Customer;Name;Date;Due;Open\nF1;D1;Een;2026-01-02;2026-02-02;10,00\nF2;D1;Een;2026-01-02;;x\n"
    today = full.today.isoformat()
    refused = send(own, sheet, today, "a")
    assert (refused.status_code, refused.json()["code"]) == (422, "ledgers.by_invoice")
    balances = SimpleNamespace(transmission="BALANCE", roll_forward_tolerance=None)
    monkeypatch.setattr("cessie.domain.client_ledgers.submit.terms_on", lambda *_: (1, balances))
    made = send(own, sheet, today, "b")
    assert (made.status_code, made.json()["state"], made.json()["problems"]) == (201, "refused", 1)
    assert send(own, sheet, today, "b").content == made.content
    assert Submission.objects.filter(kind="balance").count() == 2
    assert send(program(full, full.own, "ledgers:read"), sheet, today, "c").status_code == 403
    right = send(own, sheet.replace(b";x", b";-4,00"), today, "d").json()
    lines = own.get(f"/ledgers/{right['id']}/positions", limit=1).json()
    rest = own.get(f"/ledgers/{right['id']}/positions", limit=1, cursor=lines["next_cursor"]).json()
    assert [each["data"][0]["open"]["amount"] for each in (lines, rest)] == ["10.00", "-4.00"]
    first, second = own.get("/receipts").json()["data"]
    assert [each["left"]["amount"] for each in (first, second)] == ["710.00", "50.00"]
    said = {"data": [{"receipt_id": second["id"], "number": "F1", "amount": "10.00"}]}
    assert own.post("/matches", said, key="m").json()["code"] == "ledgers.not_held"
    monkeypatch.setattr("cessie.domain.client_ledgers.match.terms_on", lambda *_: (1, balances))
    monkeypatch.setattr(
        "cessie.domain.client_ledgers.holdings.in_force", lambda _: Submission.objects.get(as_of=today, state="read")
    )
    done = own.post("/matches", said, key="n").json()
    assert done == {"new": 1, "left": {"amount": "750.00", "currency": "EUR"}}
    assert own.post("/matches", said, key="o").json()["new"] == 0
    assert other.post("/matches", said, key="p").status_code == 404
    assert Match.objects.filter(number="F1").count() == 1
