"""The loss of an insured invoice: doubt, claim, indemnity, and what undoes them (example 6 plays the straight way)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cessie.domain.credit.accept_claim import SamePerson, accept_claim
from cessie.domain.credit.doubt import doubt
from cessie.domain.credit.end_claim import end_claim
from cessie.domain.credit.file_claim import file_claim
from cessie.domain.credit.insure import insure
from cessie.domain.credit.insured import claim as claim_facts
from cessie.domain.credit.insured import claims
from cessie.domain.credit.models import Claim, Policy
from cessie.domain.credit.paid_to_client import paid_to_client
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.credit.undo_doubt import undo_doubt
from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.accept import accept
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.queries import to_release
from cessie.domain.purchase.release import release
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows.losses import insuring
from tests.domain.conftest import AT, NOBODY, SYSTEM, staff
from tests.domain.purchase.conftest import Accepted, Agree, books

LATER = datetime(2026, 6, 5, 9, tzinfo=UTC)
POLICY = Conditions(
    insurer="Verzekeraar", number="POL-1", iban="NL91ABNA0417164300", insured_percent=Decimal(90), basis="NET",
    arrears_days=60, waiting_months=6, valid_from=date(2026, 1, 1),
)  # fmt: skip


@pytest.fixture
def bea(db: None) -> Viewer:
    return staff("bea", "credit")


@pytest.fixture
def bought(agree: Agree, accepted: Accepted, owner: Viewer, an: Viewer) -> Invoice:
    """An invoice of 24,200.00 under a limit of 25,000.00, insured for 90 percent without VAT."""
    for _ in range(2):
        insure(conditions=POLICY, by=an, at=AT)
    invoice = accepted(agree(90, "4", 0, limit=25_000_00), "A-6", 24_200_00, 20_000_00)
    Invoice.objects.filter(pk=invoice.pk).update(vat_cents=4_200_00)
    offer = propose(client_id=invoice.client_id, invoice_ids=[invoice.pk], by=SYSTEM, at=AT)
    accept(proposal_id=offer.pk, digest=offer.digest, by=owner, at=AT)
    return invoice


def test_a_claim_takes_two_people_and_an_acceptance_can_be_undone(bought: Invoice, an: Viewer, bea: Viewer) -> None:
    claim = insuring.claim(invoice_id=bought.pk, note="bankrupt", by=an, at=LATER)
    assert insuring.claim(invoice_id=bought.pk, note="bankrupt", by=an, at=LATER).pk == claim.pk
    before = books()
    assert (before["1110"], claim.number, claim.waits_until_date) == ("24200.00", "POL-1-0001", date(2026, 12, 5))
    with pytest.raises(SamePerson):
        accept_claim(claim_id=claim.pk, note="letter", by=an, at=LATER)
    for _ in range(2):
        loss = accept_claim(claim_id=claim.pk, note="letter", by=bea, at=LATER)
    assert (loss.indemnity, loss.vat_relief, loss.own_risk) == (Money(18_000_00), Money(4_200_00), Money(2_000_00))
    assert "1110" not in books()
    assert to_release() == ()
    assert release(invoice_id=bought.pk, by=SYSTEM, at=LATER).amount == Money(0)
    with pytest.raises(Refusal):
        undo_doubt(invoice_id=bought.pk, note="he lives", by=an, at=LATER)
    for _ in range(2):
        end_claim(claim_id=claim.pk, event="reopen", note="the letter was about another", by=bea, at=LATER)
    assert books() == before
    less = accept_claim(claim_id=claim.pk, granted=Money(17_000_00), relief=False, note="letter", by=bea, at=LATER)
    assert (less.indemnity, less.vat_relief, less.own_risk) == (Money(17_000_00), Money(0), Money(7_200_00))
    facts = claim_facts(viewer=an, claim_id=claim.pk)
    assert (facts.due, facts.shares) == (Money(17_000_00), less)
    with pytest.raises(Refusal) as no:
        paid_to_client(claim_id=claim.pk, note="he says so", by=an, at=LATER)
    assert no.value.code == "credit.pays_house"
    Policy.objects.update(
        client=bought.client, document=bought.document, delegated_date=date(2026, 1, 1), loss_payee="CLIENT",
        decided_at=LATER, decided_by=bea.key,
    )  # fmt: skip
    with pytest.raises(Refusal):
        paid_to_client(claim_id=claim.pk, note="he says so", by=bea, at=LATER)
    owed = Decimal(books().get("2100", "0"))
    for _ in range(2):
        assert paid_to_client(claim_id=claim.pk, note="his statement", by=an, at=LATER).state == "paid"
    after = books()
    assert (Decimal(after.get("2100", "0")) - owed, after.get("1300")) == (Decimal(17_000), None)


def test_a_refused_claim_leaves_the_invoice_doubtful_and_another_may_be_filed(
    bought: Invoice, an: Viewer, bea: Viewer
) -> None:
    claim = insuring.claim(invoice_id=bought.pk, note="bankrupt", by=an, at=LATER)
    end_claim(claim_id=claim.pk, event="refuse", note="reported too late", by=an, at=LATER)
    with pytest.raises(WrongState):
        accept_claim(claim_id=claim.pk, note="letter", by=bea, at=LATER)
    with pytest.raises(WrongState):
        end_claim(claim_id=claim.pk, event="pay", note="x", by=bea, at=LATER)  # type: ignore[arg-type]
    assert books()["1110"] == "24200.00"
    assert file_claim(invoice_id=bought.pk, note="on appeal", by=an, at=LATER).number == "POL-1-0002"
    assert Claim.objects.count() == 2


def test_doubt_is_a_persons_word_and_is_taken_back(bought: Invoice, an: Viewer, bob: Viewer) -> None:
    before = books()
    for nobody in (bob, SYSTEM):
        with pytest.raises(NotAllowed):
            doubt(invoice_id=bought.pk, note="rumour", by=nobody, at=LATER)
    assert [doubt(invoice_id=bought.pk, note="rumour", by=an, at=LATER).cents for _ in range(2)] == [24_200_00, 0]
    assert [undo_doubt(invoice_id=bought.pk, note="no", by=an, at=LATER).cents for _ in range(2)] == [24_200_00, 0]
    assert books() == before
    with pytest.raises(Refusal) as no:
        file_claim(invoice_id=bought.pk, note="x", by=an, at=LATER)
    assert no.value.reason.code == "credit.not_doubtful"


def test_the_clock_asks_to_report_and_then_for_the_indemnity(bought: Invoice, an: Viewer) -> None:
    waiting = Task.objects.filter(state="open")
    assert insuring.propose(by=SYSTEM, at=datetime(2026, 5, 30, 9, tzinfo=UTC)) == 0
    assert [insuring.propose(by=SYSTEM, at=LATER) for _ in range(2)] == [1, 1]
    assert [task.kind for task in waiting.all()] == ["invoice.report"]
    insuring.claim(invoice_id=bought.pk, note="silent", by=an, at=LATER)
    assert insuring.propose(by=SYSTEM, at=LATER) == 0
    assert not waiting.exists()
    assert insuring.propose(by=SYSTEM, at=datetime(2026, 12, 5, 9, tzinfo=UTC)) == 1
    assert [task.kind for task in waiting.all()] == ["claim.waiting"]


def test_claims_are_the_staffs_matter(bought: Invoice, an: Viewer, owner: Viewer) -> None:
    claim = insuring.claim(invoice_id=bought.pk, note="bankrupt", by=an, at=LATER)
    for stranger in (owner, NOBODY):
        assert not claims(viewer=stranger).exists()
        with pytest.raises(NotFound):
            claim_facts(viewer=stranger, claim_id=claim.pk)
    with pytest.raises(Refusal):
        insure(conditions=replace(POLICY, insured_percent=Decimal(80)), by=an, at=AT)
