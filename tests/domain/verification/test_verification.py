"""From the draw to the finding and back: what is not proven counts for nothing until another person clears it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cessie.domain.availability.run import run
from cessie.domain.contracts.models import Contract
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.papers import paper_from
from cessie.domain.disputes.add_evidence import File
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.register import register_company
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.verification import queries
from cessie.domain.verification.answer_enquiry import answer_enquiry
from cessie.domain.verification.clear import clear
from cessie.domain.verification.draw_sample import NothingOpen, draw_sample
from cessie.domain.verification.enquire import enquire
from cessie.domain.verification.find import find
from cessie.domain.verification.hand_in import hand_in
from cessie.domain.verification.judge import judge
from cessie.domain.verification.lapse import lapse
from cessie.domain.verification.models import Finding, Item
from cessie.domain.verification.plan_audit import move_audit, plan_audit, say_point
from cessie.domain.verification.policy import decide_figures, figures_at, propose_figures
from cessie.domain.verification.report_audit import report_audit
from cessie.domain.verification.rules.kinds import CHECKLIST
from cessie.domain.verification.waiting import WATCHES
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal
from cessie.lib.states import WrongState
from cessie.workflows.balances import verifying
from tests.domain.availability.conftest import LATER, Sell
from tests.domain.conftest import AT, SYSTEM, of_client, staff

PDF = File("delivery.pdf", b"%PDF-1.4 signed")
OVER = LATER + timedelta(days=11)


@pytest.fixture
def bought(drawing_contract: UUID, sell: Sell, store_folder: Path) -> UUID:
    house = register_company(name="Huis NV", country="BE", identifiers={"vat": "BE0428759497"}, by=SYSTEM, at=AT)
    found_house(company_id=house.pk, simulated=True, by=SYSTEM, at=AT)
    sell(drawing_contract, A1=6_000_00, A2=4_000_00)
    return drawing_contract


def eligible(contract: UUID) -> int:
    return run(contract_id=contract, by=SYSTEM, at=OVER).pool.eligible_cents


def test_a_proof_that_does_not_come_holds_its_document_until_it_comes(bought: UUID, owner: Viewer, an: Viewer) -> None:
    sample = draw_sample(contract_id=bought, seed="x", by=an, at=LATER)
    first, second = Item.objects.order_by("number")
    assert (sample.population, first.open_cents, first.state) == (2, 6_000_00, "asked")
    assert queries.asks(viewer=owner, client_id=first.client_id) == 2
    assert queries.asks(viewer=of_client(), client_id=first.client_id) is None

    with pytest.raises(NotFound):
        hand_in(item_id=second.pk, kind="delivery", files=[PDF], by=of_client(), at=LATER)
    hand_in(item_id=second.pk, kind="delivery", files=[PDF], by=owner, at=LATER)
    with pytest.raises(NotAllowed):
        judge(item_id=second.pk, verdict="good", note="", by=SYSTEM, at=LATER)
    judge(item_id=second.pk, verdict="send_back", note="not signed", by=an, at=LATER)
    hand_in(item_id=second.pk, kind="order", files=[PDF, File("o.pdf", b"%PDF-1.4 order")], by=owner, at=LATER)
    assert judge(item_id=second.pk, verdict="good", note="", by=an, at=LATER).state == "good"

    assert eligible(bought) == 10_000_00
    assert (lapse(by=SYSTEM, at=OVER), lapse(by=SYSTEM, at=OVER)) == (1, 0)
    assert eligible(bought) == 4_000_00
    assert [len(list(watch.look(OVER))) for watch in WATCHES] == [0, 1, 0, 0, 0]
    hand_in(item_id=first.pk, kind="delivery", files=[PDF], by=owner, at=OVER)
    judge(item_id=first.pk, verdict="good", note="signed", by=an, at=OVER)
    assert (Finding.objects.get().state, eligible(bought)) == ("cleared", 10_000_00)


def test_what_was_proven_rests_and_is_drawn_again_after_it(bought: UUID, an: Viewer) -> None:
    first = draw_sample(contract_id=bought, seed="x", by=an, at=LATER)
    with pytest.raises(NothingOpen):
        draw_sample(contract_id=bought, seed="y", by=an, at=LATER)
    for item in first.items.all():
        judge(item_id=item.pk, verdict="good", note="signed", by=an, at=LATER)
    rest = timedelta(days=figures_at("sample", LATER)[0]["rest_days"])
    with pytest.raises(NothingOpen):
        draw_sample(contract_id=bought, seed="y", by=an, at=LATER + rest - timedelta(hours=1))
    again = draw_sample(contract_id=bought, seed="x", by=an, at=LATER + rest + timedelta(hours=1))
    assert {item.number for item in again.items.all()} == {"A1", "A2"}


def test_who_found_it_does_not_clear_it(bought: UUID, an: Viewer) -> None:
    draw_sample(contract_id=bought, by=an, at=LATER)
    item = Item.objects.get(number="A1")
    judge(item_id=item.pk, verdict="wrong", note="the stamp is copied", by=an, at=LATER)
    finding = Finding.objects.get()
    assert (finding.rule, eligible(bought)) == ("proof.wrong", 4_000_00)
    for nobody in (an, SYSTEM, staff("t", "treasury")):
        with pytest.raises(NotAllowed):
            clear(finding_id=finding.pk, note="fine", by=nobody, at=OVER)
    with pytest.raises(WrongState):
        judge(item_id=item.pk, verdict="good", note="", by=an, at=LATER)
    other = staff("eva", "credit")
    with pytest.raises(Refusal):
        clear(finding_id=finding.pk, note=" ", by=other, at=OVER)
    for _twice in range(2):
        assert clear(finding_id=finding.pk, note="seen at the customer's", by=other, at=OVER).state == "cleared"
    assert eligible(bought) == 10_000_00


def test_a_debtor_who_differs_is_held_whole(bought: UUID, an: Viewer) -> None:
    debtor = draw_sample(contract_id=bought, by=an, at=LATER).items.order_by("number")[0]
    asked = enquire(contract_id=bought, debtor_id=debtor.debtor_id, by=an, at=LATER)
    assert enquire(contract_id=bought, debtor_id=debtor.debtor_id, by=an, at=LATER).pk == asked.pk
    letter = Message.objects.get(key=f"enquiry:{asked.pk}")
    paper = paper_from(letter.kind, letter.says)
    assert (asked.amount, paper.to_json()["total"]) == (Money(10_000_00), [10_000_00, "EUR"])
    assert bool(paper.to_json()["portal_link"])
    assert paper_from(letter.kind, paper.to_json()) == paper
    his = Viewer(key="link:1", kind="debtor", owes=(asked.client_id, asked.debtor_id))
    for other in (of_client(asked.client_id), Viewer(key="link:2", kind="debtor", owes=(asked.client_id, asked.pk))):
        with pytest.raises(NotFound):
            answer_enquiry(enquiry_id=asked.pk, stated=Money(0), way="page", by=other, at=LATER)
    with pytest.raises(Refusal):
        answer_enquiry(enquiry_id=asked.pk, stated=Money(1), way="page", by=his, at=LATER)
    answer_enquiry(
        enquiry_id=asked.pk,
        stated=Money(6_000_00),
        difference="unknown",
        words="Jan: A2?",
        way="page",
        by=his,
        at=LATER,
    )
    assert (Finding.objects.get().number, eligible(bought)) == ("", 0)
    with pytest.raises(WrongState):
        answer_enquiry(enquiry_id=asked.pk, stated=asked.amount, way="page", by=his, at=LATER)


def test_two_people_have_the_house_draw_every_month(bought: UUID, an: Viewer) -> None:
    assert verifying.night(by=SYSTEM, at=LATER) == 0
    wanted = figures_at("sample", LATER)[0] | {"monthly": 1, "least": 1}
    with pytest.raises(Refusal):
        propose_figures(
            kind="sample", figures=wanted | {"share": 0}, valid_from=LATER.date(), note="x", by=an, at=LATER
        )
    row = propose_figures(kind="sample", figures=wanted, valid_from=LATER.date(), note="monthly", by=an, at=LATER)
    assert len(list(WATCHES[4].look(LATER))) == 1
    with pytest.raises(Refusal):
        decide_figures(change_id=row.pk, event="confirm", by=an, at=LATER)
    decide_figures(change_id=row.pk, event="confirm", by=staff("eva", "credit"), at=LATER)
    assert [verifying.night(by=SYSTEM, at=LATER) for _ in range(2)] == [1, 0]
    assert queries.samples(viewer=an).get().figures["version"] == 1


def test_a_visit_ends_with_its_report(bought: UUID, an: Viewer) -> None:
    visit = plan_audit(contract_id=bought, on=LATER.date(), place="Namur", plan="The sample", by=an, at=LATER)
    with pytest.raises(WrongState):
        say_point(audit_id=visit.pk, code="orders", result="good", words="", by=an, at=LATER)
    move_audit(audit_id=visit.pk, event="begin", by=an, at=LATER)
    with pytest.raises(Refusal):
        report_audit(audit_id=visit.pk, conclusion="Sound", by=an, at=LATER)
    for code in CHECKLIST:
        say_point(audit_id=visit.pk, code=code, result="remark", words="seen", by=an, at=LATER)
    find(
        contract_id=bought, rule="audit", severity="hold", reason=Reason("v", "No order."), key="k", number="a-1",
        audit=visit, by=an, at=LATER,
    )  # fmt: skip
    done = report_audit(audit_id=visit.pk, conclusion="Sound but for one.", by=an, at=LATER)
    assert report_audit(audit_id=visit.pk, conclusion="again", by=an, at=LATER).document_id == done.document_id
    assert eligible(bought) == 4_000_00, "A1 is held whatever stands between its letters"
    assert Contract.objects.get(pk=bought).number in str(done)
