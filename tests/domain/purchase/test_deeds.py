"""The deed of a purchase: on paper, and where the law wants it registered, the register with its two people."""

from __future__ import annotations

import io
from datetime import date, timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from cessie.domain.contracts.amend import amend
from cessie.domain.documents.originals import read
from cessie.domain.parties.models import Client, Company
from cessie.domain.purchase.accept import accept
from cessie.domain.purchase.deeds import deed_of, deeds, to_pay, untransferred
from cessie.domain.purchase.models import Deed
from cessie.domain.purchase.print_deed import print_deed
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.register_deed import SamePerson, decide_registration, note_registration
from cessie.domain.purchase.waiting import WATCHES
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client
from tests.domain.purchase.conftest import Accepted, Agree

LATER = AT + timedelta(hours=2)
QUIET = {"disclosure": "CONFIDENTIAL", "collector": "CLIENT_MANDATE", "account_model": "DEDICATED_CLIENT",
         "matcher": "CLIENT"}  # fmt: skip
PROOF = ("proof.pdf", b"%PDF-1.7 registered")
(WATCH,) = (watch for watch in WATCHES if watch.kind == "deed.unregistered")


@pytest.fixture
def dutch(client_: Client) -> Client:
    Company.objects.filter(pk=client_.company_id).update(country="NL", language="nl")
    return client_


def bought(contract_id: UUID, accepted: Accepted, owner: Viewer, number: str = "2026-1") -> Deed:
    invoice = accepted(contract_id, number, 12_100_00, 10_000_00)
    offer = propose(client_id=invoice.client_id, invoice_ids=[invoice.pk], by=SYSTEM, at=AT)
    accept(proposal_id=offer.pk, digest=offer.digest, by=owner, at=LATER)
    return Deed.objects.get(proposal=offer)


def test_a_belgian_deed_stands_and_waits_for_nobody(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    deed = bought(agree(**QUIET), accepted, owner)
    assert (deed.state, deed.withheld, deed.face_cents, deed.invoices) == ("standing", False, 12_100_00, 1)
    assert not untransferred(deed.contract_id)
    assert not list(WATCH.look(LATER))


def test_a_dutch_deed_of_which_no_debtor_hears_waits_for_two_people(
    agree: Agree, accepted: Accepted, owner: Viewer, dutch: Client, an: Viewer, bob: Viewer
) -> None:
    deed = bought(agree(**QUIET), accepted, owner)
    assert (deed.state, deed.withheld) == ("unregistered", True)
    assert len(untransferred(deed.contract_id)) == 1
    (waits,) = WATCH.look(LATER)
    assert (waits.reasons[0].code, waits.client_id) == ("deed.unregistered", dutch.pk)
    day, told = booking_day(LATER), {"deed_id": deed.pk, "number": " R-1 ", "proof": PROOF, "at": LATER}
    for wrong in (
        {"on": day - timedelta(days=1)}, {"on": day + timedelta(days=1)}, {"number": " "}, {"proof": ("p", b"")},
    ):  # fmt: skip
        with pytest.raises(Refusal):
            note_registration(**(told | {"on": day} | wrong), by=an)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        note_registration(**told, on=day, by=NOBODY)  # type: ignore[arg-type]
    note_registration(**told, on=day, by=an)  # type: ignore[arg-type]
    assert note_registration(**told, on=day, by=an).register_number == "R-1"  # type: ignore[arg-type]
    assert untransferred(deed.contract_id), "noted is not yet registered"
    assert [each.reasons[0].code for each in WATCH.look(LATER)] == ["deed.noted"]
    with pytest.raises(SamePerson):
        decide_registration(deed_id=deed.pk, event="confirm", by=an, at=LATER)
    decide_registration(deed_id=deed.pk, event="decline", by=bob, at=LATER)
    assert Deed.objects.get().state == "unregistered"
    note_registration(**told, on=day, by=bob)  # type: ignore[arg-type]
    assert not to_pay(day)
    done = decide_registration(deed_id=deed.pk, event="confirm", by=an, at=LATER)
    assert (done.state, done.confirmed_by, done.noted_by) == ("registered", an.key, bob.key)
    assert not untransferred(deed.contract_id)
    assert not list(WATCH.look(LATER))
    assert to_pay(day) == (deed.pk,)
    with pytest.raises(WrongState):
        decide_registration(deed_id=deed.pk, event="decline", by=an, at=LATER)


def test_debtors_who_are_told_make_it_stand_and_a_contract_may_choose_to_trust(
    agree: Agree, accepted: Accepted, owner: Viewer, dutch: Client
) -> None:
    deed = bought(agree(unregistered="COUNT", **QUIET), accepted, owner)
    assert (deed.state, deed.withheld) == ("unregistered", False)
    Deed.objects.update(withheld=True)
    assert to_pay(booking_day(LATER)) == (deed.pk,)
    amend(
        contract_id=deed.contract_id, valid_from=date(2026, 3, 3), changes={"disclosure": "NOTIFIED"}, by=SYSTEM,
        at=LATER,
    )  # fmt: skip
    assert not list(WATCH.look(LATER + timedelta(days=2)))


def test_its_paper_says_what_was_approved_and_stays_the_same(
    agree: Agree, accepted: Accepted, owner: Viewer, dutch: Client
) -> None:
    deed = bought(agree(**QUIET), accepted, owner)
    first = print_deed(deed_id=deed.pk, by=owner, at=LATER)
    seen = "".join(page.extract_text() for page in PdfReader(io.BytesIO(read(first.paper_id or ""))).pages)
    said = read(deed.document_id).decode()
    assert "Akte van stille cessie (artikel 3:94 lid 3 BW)" in seen
    assert deed.document_id[:20] in seen.replace("\n", "")
    flat = "".join(seen.split())
    for line in filter(None, said.splitlines()):
        assert "".join(line.split()).replace("1.Factuur", "Factuur") in flat
    Company.objects.update(name="Another name")
    assert print_deed(deed_id=deed.pk, by=owner, at=LATER + timedelta(days=9)).paper_id == first.paper_id
    stranger = of_client(UUID(int=9))
    assert not deeds(viewer=stranger).exists()
    for ask in (deed_of, lambda **words: print_deed(by=stranger, at=LATER, deed_id=words["deed_id"])):
        with pytest.raises(NotFound):
            ask(viewer=stranger, deed_id=deed.pk)
