"""A program reads what proof is asked of its client and hands it in, once; of findings it learns what is his."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cessie.domain.audit.models import Event
from cessie.domain.documents.models import Arrival
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.domain.verification.answer_enquiry import answer_enquiry
from cessie.domain.verification.find import find
from cessie.domain.verification.judge import judge
from cessie.domain.verification.lapse import lapse
from cessie.domain.verification.models import Enquiry, Item
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from tests.portals.api.conftest import ROOT, Program, program
from tests.portals.house import Stage

NOTE = b"%PDF-1.4 signed by the customer"


def hand(by: Program, path: str, key: str, data: bytes = NOTE, kind: str = "delivery") -> Any:
    headers = {"Authorization": f"Bearer {by.secret}", "Idempotency-Key": key}
    body = {"kind": kind, "file": SimpleUploadedFile("bon.pdf", data)}
    return by.http.post(f"{ROOT}/proofs/{path}/papers", body, headers=headers)


def test_a_program_hands_a_proof_in_once_and_learns_what_is_its_own(full: Stage, own: Program, other: Program) -> None:
    credit, at = full.house.staff.credit, full.at
    row, late = Item.objects.get(state="handed_in"), Item.objects.get(state="asked")
    told = own.get(f"/proofs/prf_{late.pk.hex}").json()
    assert (told["state"], told["open"]["amount"], told["papers"]) == ("asked", str(late.open.decimal), [])
    assert (told["answer_by"], told["reason"]["code"]) == (late.sample.answer_by.isoformat(), "proof.sample")
    one = f"prf_{row.pk.hex}"
    judge(item_id=row.pk, verdict="send_back", note="Not signed.", by=credit, at=at)
    assert own.get(f"/proofs/{one}").json()["reason"] == {"code": "proof.more", "words": "Not signed."}
    made = hand(own, one, "a", kind="order")
    assert (made.status_code, made.json()["state"], made.json()["reason"]) == (201, "handed_in", None)
    assert [(each["kind"], each["name"]) for each in made.json()["papers"]][1:] == [("order", "bon.pdf")]
    assert Arrival.objects.get(document=made.json()["papers"][1]["sha256"]).channel == "api"
    before = Event.objects.count()
    assert hand(own, one, "a", kind="order").content == made.content
    assert hand(own, one, "b").json() == made.json(), "the same file changes nothing"
    assert Event.objects.count() == before
    judge(item_id=row.pk, verdict="good", note="", by=credit, at=at)
    assert hand(own, one, "d").json()["state"] == "good", "what was handed in before, once it is judged"
    over = hand(own, one, "e", b"%PDF-1.4 another")
    assert (over.status_code, over.json()["code"]) == (422, "state.move")
    assert hand(own, one, "f", b"MZ program").json()["code"] == "disputes.file_kind"
    assert hand(own, one, "g", kind="x").status_code == 422
    assert hand(own, one, "").json()["code"] == "idempotency.key"
    assert hand(program(full, full.own, "proofs:read"), one, "h").status_code == 403
    assert program(full, full.own, "invoices:read").get("/proofs").status_code == 403
    assert hand(other, one, "i").status_code == other.get(f"/proofs/{one}").status_code == 404
    assert other.get("/proofs").json()["data"] == other.get("/balance-enquiries").json()["data"] == []
    _findings(own, row, late, credit, at)
    _questions(own, credit, at)


def _findings(own: Program, suspected: Item, late: Item, credit: Viewer, at: datetime) -> None:
    """Its missing proof, and no suspicion of the house."""
    lapse(by=system("verification"), at=at + timedelta(days=60))
    find(
        contract_id=late.sample.contract_id, rule="F25", severity="hold", reason=Reason("F25", "GEHEIM"), key="F25",
        debtor_id=suspected.debtor_id, number=suspected.number, item=suspected, by=credit, at=at,
    )  # fmt: skip
    everything = own.get("/proofs").json()
    told = {each["id"]: each for each in everything["data"]}
    missing = told[f"prf_{late.pk.hex}"]
    assert (missing["state"], missing["withheld"], missing["reason"]["code"]) == ("missing", True, "proof.missing")
    assert not told[f"prf_{suspected.pk.hex}"]["withheld"]
    assert "F25" not in str(everything), "what the house suspects"
    first = own.get("/proofs", limit=1).json()
    rest = own.get("/proofs", cursor=first["next_cursor"]).json()["data"]
    assert [each["id"] for each in [*first["data"], *rest]] == list(told)
    assert {each["state"] for each in own.get("/proofs", state="missing").json()["data"]} == {"missing"}


def _questions(own: Program, credit: Viewer, at: datetime) -> None:
    """That a customer was asked and has answered, not what."""
    row = Enquiry.objects.get()
    (asked,) = own.get("/balance-enquiries").json()["data"]
    assert (asked["state"], asked["amount"]["amount"]) == ("unanswered", str(row.amount.decimal))
    answer_enquiry(
        enquiry_id=row.pk, stated=Money(1), difference="other", words="GEHEIM", way="call", by=credit, at=at
    )  # fmt: skip
    (answered,) = own.get("/balance-enquiries").json()["data"]
    assert answered == asked | {"state": "answered"}
