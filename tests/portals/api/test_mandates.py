"""A program enters, reads and revokes mandates of its client's own identifier, and reads what came of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cessie.domain.keys.make_key import make_key
from cessie.domain.mandates.models import Mandate
from cessie.workflows.follow_up import managing
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, staff, store_folder
from tests.portals.api.conftest import ROOT, Program
from tests.stories.creditor import build
from tests.stories.road import moment
from tests.workflows.test_collecting import BACK, CAME, DAY, Own, _leave, own

__all__ = ["own", "store_folder"]
AT = moment(DAY)


def key(client_id: UUID, *scopes: str) -> Program:
    """A key that an administrator of the house makes for the client."""
    founder = staff(f"founder-{scopes}-{client_id}", "administrator")
    made = make_key(
        client_id=client_id, name="ERP", scopes=scopes, expires_at=AT + timedelta(days=30),
        second_factor_at=AT - timedelta(seconds=1), by=founder, at=AT,
    )  # fmt: skip
    return Program(made.secret)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys' days are those of the story."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def enter(program: Program, data: dict[str, Any], once: str, scan: bytes = b"%PDF-signed") -> Any:
    headers = {"Authorization": f"Bearer {program.secret}", "Idempotency-Key": once}
    return program.http.post(f"{ROOT}/mandates", data | {"file": SimpleUploadedFile("m.pdf", scan)}, headers=headers)


def test_a_program_enters_a_mandate_once_and_takes_it_back(own: Own) -> None:
    mine = key(own.creditor.client_id, "mandates:read", "mandates:write")
    (creditor,) = mine.get("/creditors").json()["data"]
    assert (creditor["identifier"], creditor["iban"]) == ("BE81ZZZ0123456749", own.creditor.seller.iban)
    paper = {
        "creditor_id": creditor["id"], "debtor_id": f"deb_{own.mandate.debtor_id.hex}", "scheme": "CORE",
        "iban": "BE43 0689 9999 9501", "holder": "Piet", "signed_date": "2026-03-01", "limit": "500.00",
    }  # fmt: skip
    wrong = enter(mine, paper | {"iban": "BE00"}, "a")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "mandates.iban")
    made = enter(mine, paper, "b")
    assert (made.status_code, made.json()["state"], made.json()["limit"]["amount"]) == (201, "signed", "500.00")
    assert enter(mine, paper, "b").content == made.content
    assert enter(mine, paper, "c").json()["id"] == made.json()["id"], "the same scan is the same mandate"
    first = mine.get("/mandates", limit=1).json()
    assert [each["id"] for each in first["data"]] == [made.json()["id"]]
    (older,) = mine.get("/mandates", limit=1, cursor=first["next_cursor"]).json()["data"]
    assert older["reference"] == own.mandate.reference
    path = f"/mandates/{made.json()['id']}/revoke"
    reads = key(own.creditor.client_id, "mandates:read")
    assert reads.post(path, {"note": "x"}).status_code == 403
    assert enter(reads, paper, "d").status_code == 403
    assert mine.post(path, {"note": "he left"}, key="e").json()["state"] == "revoked"
    assert Mandate.objects.filter(state="revoked").count() == 1
    assert mine.get("/mandates", state="null").status_code == mine.get("/collections", state="x").status_code == 422
    other = build("W002", "another")
    stranger = key(other.client_id, "mandates:read", "mandates:write")
    for way in ("/mandates", "/creditors", "/collections"):
        assert stranger.get(way).json()["data"] == []
    assert stranger.post(path, {"note": "x"}, key="f").status_code == 404
    assert enter(stranger, paper, "g").status_code == 404


def test_a_program_reads_what_came_and_what_went_back(own: Own) -> None:
    row = _leave(own)
    own.creditor.bank(CAME, Row(1210_00, row.end_to_end_id, text="collected"))
    managing.look_at_lines(by=SYSTEM, at=moment(CAME))
    reads = key(own.creditor.client_id, "mandates:read", "invoices:read")
    (came,) = reads.get("/collections", state="settled").json()["data"]
    assert (came["amount"]["amount"], came["provisional_until"]) == ("1210.00", "2026-05-28")
    (paid,) = reads.get("/settlements").json()["data"]
    assert (paid["kind"], paid["state"], paid["amount"]["amount"]) == ("payment", "posted", "1210.00")
    own.creditor.bank(BACK, Row(-1210_00, row.end_to_end_id, reason="MD06"))
    (back,) = reads.get("/collections").json()["data"]
    assert (back["state"], back["code"], back["provisional_until"]) == ("returned", "MD06", None)
    assert back["meaning"] == "the debtor wants his money back"
    assert reads.get("/settlements").json()["data"][0]["undone_at"] is not None
