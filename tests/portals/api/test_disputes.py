"""A program reads what debtors contest of its client's invoices, and decides it once."""

from __future__ import annotations

from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.invoices.models import Invoice
from cessie.lib.money import Money
from tests.portals.api.conftest import program
from tests.portals.house import Stage


def test_a_program_decides_a_dispute_once(stage: Stage) -> None:
    stage.hand_in("API-9")
    stage.approve("API-9")
    invoice = Invoice.objects.get()
    by, at = stage.own.owner, stage.at
    raise_dispute(invoice_id=invoice.pk, ground="price", words="Too much", amount=Money(100_00), by=by, at=at)
    mine, reads = program(stage, stage.own), program(stage, stage.own, "disputes:read")
    (one,) = reads.get("/disputes", state="open").json()["data"]
    assert reads.get("/disputes", state="null").status_code == 422  # an empty list would hide a slip of the pen
    assert (one["number"], one["amount"]["amount"], one["said"][0]["words"]) == ("API-9", "100.00", "Too much")
    path, body = f"/disputes/{one['id']}/resolve", {"how": "resolve_partly", "words": "One box", "credit": "40.00"}
    assert reads.post(path, body).status_code == 403
    other = program(stage, stage.other)
    assert other.get("/disputes").json()["data"] == []
    assert other.post(path, body).status_code == 404
    whole = mine.post(path, body | {"credit": "100.00"}, key="a")
    assert (whole.status_code, whole.json()["code"]) == (422, "disputes.no_part")
    done = mine.post(path, body, key="b")
    assert (done.status_code, done.json()["state"]) == (200, "resolved_partly")
    assert mine.post(path, body, key="b").content == done.content
    assert Dispute.objects.get().turns.count() == 2
    assert mine.get("/disputes", state="open").json() == {"data": [], "next_cursor": None}
