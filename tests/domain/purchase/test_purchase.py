"""From the offer to the release: the figures of the worked examples, and every way in which an approval is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from cessie.domain.audit.models import Event as Trail
from cessie.domain.contracts.models import Contract
from cessie.domain.credit.models import Reservation
from cessie.domain.documents import queries as documents
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.purchase import queries
from cessie.domain.purchase.accept import Purchased, accept
from cessie.domain.purchase.block import block
from cessie.domain.purchase.expire import expire
from cessie.domain.purchase.invariants import figures_never_change
from cessie.domain.purchase.models import Cession, Item, Proposal
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.refusals import AlreadyDecided, Blocked, ChangedFigures, Expired, NotBuyable
from cessie.domain.purchase.reject import reject
from cessie.domain.purchase.release import release
from cessie.domain.purchase.supersede import supersede
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import purchase, receipts
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client
from tests.domain.purchase.conftest import Accepted, Agree, books, give_limit

LATER = AT + timedelta(hours=2)


def offer(*invoices: Invoice) -> Proposal:
    ids = [invoice.pk for invoice in invoices]
    return propose(client_id=invoices[0].client_id, invoice_ids=ids, by=SYSTEM, at=AT)


def take(proposal: Proposal, owner: Viewer) -> Purchased:
    return accept(proposal_id=proposal.pk, digest=proposal.digest, by=owner, at=LATER)


def pay(invoice: Invoice, cents: int) -> None:
    """P07 and P08 as the bank and the matching would."""
    of = Dims(
        contract=invoice.contract_id,
        client=invoice.client_id,
        debtor=invoice.debtor_id,
        invoice=invoice.pk,
        reference=uuid7(),
        bank=uuid7(),
    )
    event = Event(str(of.reference), booking_day(LATER))
    entries = [rule(event=event, amount=Money(cents), of=of) for rule in (receipts.receipt, receipts.allocate)]
    post(entries, by="test", at=LATER)


def states(*proposals: Proposal) -> list[str]:
    return [Proposal.objects.get(pk=proposal.pk).state for proposal in proposals]


def reserved() -> list[str]:
    return sorted(Reservation.objects.values_list("state", flat=True))


# --- figures


def test_the_offer_shows_every_figure_of_example_1(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    proposal = offer(accepted(agree(), "2026-1", 12_100_00, 10_000_00))
    (facts,) = queries.offers(viewer=owner)
    (item,) = facts.items
    figures = {name: str(getattr(item, name).decimal) for name in ("face", "financed", "holdback", "fee", "vat")}
    assert figures == {
        "face": "12100.00",
        "financed": "10890.00",
        "holdback": "1210.00",
        "fee": "423.50",
        "vat": "88.94",
    }
    assert (facts.payout, facts.set_off) == (Money(10_377_56), Money(0))
    assert facts.digest == proposal.digest
    assert facts.expires_at == AT + timedelta(hours=72)
    assert [step.code for step in item.steps][:2] == ["price.financed", "price.holdback"]
    assert reserved() == ["held"]
    assert books() == {}


def test_the_approval_buys_pays_the_fee_and_cedes(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    invoice = accepted(agree(), "2026-1", 12_100_00, 10_000_00)
    proposal = offer(invoice)
    bought = take(proposal, owner)
    assert (bought.payout, bought.invoice_ids) == (Money(10_377_56), (invoice.pk,))
    assert books() == {
        "1100": "12100.00",
        "2100": "-10377.56",
        "2110": "-1210.00",
        "2400": "-88.94",
        "4000": "-423.50",
    }
    assert (states(proposal), reserved()) == (["purchased"], ["used"])
    cession = Cession.objects.get(invoice=invoice)
    deed = documents.content(cession.document_id or "", owner).decode()
    assert cession.transfer_form == "SALE"
    assert "2026-1" in deed
    assert "12100.00 EUR" in deed
    assert proposal.digest in deed
    assert Trail.objects.filter(action="purchase.accept", actor=owner.key, subject_id=str(proposal.pk)).count() == 1


def test_the_minimum_fee_of_example_2(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    bought = take(offer(accepted(agree(85, "3", 45_00), "2026-2", 1_089_00, 900_00)), owner)
    assert bought.payout == Money(871_20)
    assert books() == {"1100": "1089.00", "2100": "-871.20", "2110": "-163.35", "2400": "-9.45", "4000": "-45.00"}


def test_what_the_client_owes_is_set_off_as_in_example_5(
    agree: Agree, accepted: Accepted, owner: Viewer, client_: Client, debtor: Debtor
) -> None:
    contract = agree(80, "1", 0)
    of = Dims(contract=contract, client=client_.pk, debtor=debtor.pk, invoice=uuid7())
    event = Event("debt", booking_day(AT))
    post([purchase.charge_back(event=event, amount=Money(6_776_00), of=of)], by="test", at=AT)
    proposal = offer(accepted(contract, "2026-5", 20_000_00))
    assert (proposal.set_off_cents, proposal.payout_cents) == (6_776_00, 8_982_00)
    assert take(proposal, owner).payout == Money(8_982_00)
    assert books()["2100"] == "-8982.00"


def test_above_the_limit_a_part_is_financed_as_in_example_16(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    contract = agree(90, "3", 0, limit=15_500_00, limits={"over_limit": "PARTIAL"})
    proposal = offer(accepted(contract, "2026-16", 30_250_00, 25_000_00))
    (item,) = Item.objects.filter(proposal=proposal)
    assert (item.approved_cents, item.financed_cents, item.holdback_cents) == (15_500_00, 13_950_00, 16_300_00)
    assert proposal.payout_cents == 12_851_92


def test_several_invoices_share_the_room_of_their_debtor(agree: Agree, accepted: Accepted) -> None:
    contract = agree(limit=15_000_00)
    one, two = accepted(contract, "A1", 10_000_00), accepted(contract, "A2", 10_000_00)
    with pytest.raises(NotBuyable) as no:
        offer(one, two)
    assert no.value.code == "purchase.over_limit"
    assert (Proposal.objects.count(), reserved()) == (0, [])
    assert offer(one).payout_cents > 0


# --- who may, and when


def test_only_an_owner_of_the_client_may_approve(
    agree: Agree, accepted: Accepted, client_: Client, other_client: Client, an: Viewer, bob: Viewer
) -> None:
    proposal = offer(accepted(agree(), "A1", 1_000_00))
    for colleague in (of_client(client_.pk, signs=False), an, bob, SYSTEM):
        with pytest.raises(NotAllowed):
            take(proposal, colleague)
        with pytest.raises(NotAllowed):
            reject(proposal_id=proposal.pk, by=colleague, at=LATER)
    for stranger in (of_client(other_client.pk), NOBODY):
        with pytest.raises(NotFound):
            take(proposal, stranger)
        with pytest.raises(NotFound):
            reject(proposal_id=proposal.pk, by=stranger, at=LATER)
        with pytest.raises(NotFound):
            queries.proposal(viewer=stranger, proposal_id=proposal.pk)
        assert queries.proposals(viewer=stranger) == ()
        invoices = [item.invoice_id for item in Item.objects.all()]
        assert queries.proposals_of(viewer=stranger, invoice_ids=invoices) == {}
        with pytest.raises(Refusal):
            propose(client_id=client_.pk, invoice_ids=invoices, by=stranger, at=LATER)
    assert (states(proposal), books()) == (["offered"], {})


def test_a_second_approval_changes_nothing(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    proposal = offer(accepted(agree(), "A1", 1_000_00))
    take(proposal, owner)
    before = books()
    with pytest.raises(AlreadyDecided):
        take(proposal, owner)
    with pytest.raises(AlreadyDecided):
        reject(proposal_id=proposal.pk, by=owner, at=LATER)
    assert (books(), Cession.objects.count()) == (before, 1)


def test_a_lapsed_offer_is_not_taken(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    proposal = offer(accepted(agree(), "A1", 1_000_00))
    with pytest.raises(Expired):
        accept(proposal_id=proposal.pk, digest=proposal.digest, by=owner, at=proposal.expires_at)
    assert not expire(proposal_id=proposal.pk, by=SYSTEM, at=proposal.expires_at - timedelta(seconds=1))
    assert queries.lapsed(proposal.expires_at) == (proposal.pk,)
    assert expire(proposal_id=proposal.pk, by=SYSTEM, at=proposal.expires_at)
    assert not expire(proposal_id=proposal.pk, by=SYSTEM, at=proposal.expires_at)
    assert (states(proposal), reserved(), books()) == (["expired"], ["freed"], {})


def test_other_figures_than_were_shown_are_not_approved(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    proposal = offer(accepted(agree(), "A1", 1_000_00))
    with pytest.raises(ChangedFigures):
        accept(proposal_id=proposal.pk, digest="0" * 64, by=owner, at=LATER)
    Item.objects.filter(proposal=proposal).update(fee_cents=1)
    with pytest.raises(ChangedFigures):
        take(proposal, owner)
    assert [breach.code for breach in figures_never_change()] == ["purchase.fingerprint", "purchase.sum"]
    Item.objects.filter(proposal=proposal).update(fee_cents=50_00)
    assert (states(proposal), books()) == (["offered"], {})


def test_a_declined_offer_frees_its_room(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    invoice = accepted(agree(limit=1_000_00), "A1", 1_000_00)
    proposal = offer(invoice)
    for _ in range(2):
        reject(proposal_id=proposal.pk, by=owner, at=LATER)
    assert (states(proposal), reserved()) == (["rejected"], ["freed"])
    assert offer(invoice).payout_cents == proposal.payout_cents


# --- what is not offered


def test_an_invoice_is_offered_once_and_bought_once(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    invoice = accepted(agree(), "A1", 1_000_00)
    proposal = offer(invoice)
    with pytest.raises(NotBuyable):
        offer(invoice)
    take(proposal, owner)
    with pytest.raises(NotBuyable):
        offer(invoice)
    with pytest.raises(NotBuyable):
        propose(client_id=invoice.client_id, invoice_ids=[], by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    "change",
    [{"state": "held"}, {"state": "withdrawn"}, {"kind": "credit_note"}, {"payable_cents": 0}],
)
def test_only_accepted_invoices_are_offered(agree: Agree, accepted: Accepted, change: dict[str, object]) -> None:
    invoice = accepted(agree(), "A1", 1_000_00)
    Invoice.objects.filter(pk=invoice.pk).update(**change)
    with pytest.raises((NotBuyable, NotFound)):
        offer(invoice)
    assert not Proposal.objects.exists()


def test_what_is_drawn_on_request_stays_on_the_account(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    """Neither the facility nor the share of one debtor stops the purchase: both bound what is drawn."""
    limits = {"facility": Money(1_00), "concentration": "10"}
    contract = agree(draw_mode="ON_REQUEST", limits=limits)
    proposal = offer(accepted(contract, "A1", 10_000_00))
    assert proposal.payout_cents == 0
    assert take(proposal, owner).payout == Money(0)
    brought = 9_000_00 - 423_50
    assert proposal.deferred_cents == brought
    assert -ledger.client_accounts([contract])[contract] == Money(brought)


# --- what the offer stood on changed


def test_a_limit_lowered_since_the_offer_blocks_it(
    agree: Agree, accepted: Accepted, owner: Viewer, debtor: Debtor
) -> None:
    proposal = offer(accepted(agree(limits={"over_limit": "PARTIAL"}), "A1", 1_000_00))
    give_limit(debtor.pk, 600_00)
    with pytest.raises(Blocked) as no:
        take(proposal, owner)
    assert [reason.code for reason in no.value.reasons] == ["credit.no_room"]
    assert (states(proposal), reserved(), books(), Cession.objects.count()) == (["offered"], ["held"], {}, 0)
    for _ in range(2):
        block(proposal_id=proposal.pk, reasons=no.value.reasons, by=SYSTEM, at=LATER)
    assert (states(proposal), reserved()) == (["blocked"], ["freed"])
    assert Task.objects.filter(kind="proposal.blocked", state="open").count() == 1
    new = supersede(proposal_id=proposal.pk, by=SYSTEM, at=LATER)
    assert supersede(proposal_id=proposal.pk, by=SYSTEM, at=LATER) == new
    assert (states(proposal), new.replaces_id) == (["superseded"], proposal.pk)
    assert Item.objects.get(proposal=new).approved_cents == 600_00
    assert not Task.objects.filter(state="open").exists()


def test_a_debt_that_arose_since_the_offer_blocks_it(
    agree: Agree, accepted: Accepted, owner: Viewer, client_: Client, debtor: Debtor
) -> None:
    contract = agree()
    proposal = offer(accepted(contract, "A1", 1_000_00))
    of = Dims(contract=contract, client=client_.pk, debtor=debtor.pk, invoice=uuid7())
    post([purchase.charge_back(event=Event("d", booking_day(AT)), amount=Money(1), of=of)], by="test", at=AT)
    with pytest.raises(Blocked) as no:
        take(proposal, owner)
    assert [reason.code for reason in no.value.reasons] == ["purchase.debt_changed"]


def test_an_invoice_held_since_the_offer_blocks_it(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    one, two = (accepted(contract := agree(), "A1", 1_000_00), accepted(contract, "A2", 500_00))
    proposal = offer(one, two)
    Invoice.objects.filter(pk=two.pk).update(state="held")
    with pytest.raises(Blocked):
        take(proposal, owner)
    assert (books(), Cession.objects.count()) == ({}, 0)


# --- release


def test_the_holdback_is_released_when_the_debtor_has_paid_all(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    invoice = accepted(agree(), "2026-1", 12_100_00, 10_000_00)
    take(offer(invoice), owner)
    pay(invoice, 12_000_00)
    assert queries.to_release() == ()
    assert release(invoice_id=invoice.pk, by=SYSTEM, at=LATER).amount == Money(0)
    pay(invoice, 100_00)
    assert queries.to_release() == (invoice.pk,)
    first = release(invoice_id=invoice.pk, by=SYSTEM, at=LATER)
    again = release(invoice_id=invoice.pk, by=SYSTEM, at=LATER)
    assert (first.amount, again.amount, again.key) == (Money(1_210_00), Money(0), first.key)
    assert queries.to_release() == ()
    assert "2110" not in books()
    assert books()["2100"] == "-11587.56"


def test_what_was_held_back_again_is_released_again(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    """The end of example 14: a returned payment, a new holdback, a new payment."""
    invoice = accepted(agree(), "A1", 1_000_00)
    take(offer(invoice), owner)
    pay(invoice, 1_000_00)
    first = release(invoice_id=invoice.pk, by=SYSTEM, at=LATER)
    of = Dims(contract=invoice.contract_id, client=invoice.client_id, debtor=invoice.debtor_id, invoice=invoice.pk)
    post([purchase.hold_back(event=Event("again", booking_day(LATER)), amount=Money(100_00), of=of)], by="t", at=LATER)
    second = release(invoice_id=invoice.pk, by=SYSTEM, at=LATER)
    assert (second.amount, second.key == first.key) == (Money(100_00), False)


def test_who_may_not_release(agree: Agree, accepted: Accepted, owner: Viewer, an: Viewer) -> None:
    invoice = accepted(agree(), "A1", 1_000_00)
    for nobody in (owner, an, NOBODY):
        with pytest.raises(NotAllowed):
            release(invoice_id=invoice.pk, by=nobody, at=LATER)
    with pytest.raises(NotFound):
        release(invoice_id=invoice.pk, by=SYSTEM, at=LATER)


# --- at the same moment


@pytest.mark.django_db(transaction=True)
def test_two_windows_approve_the_offer_once(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    proposal = offer(accepted(agree(), "A1", 1_000_00))
    outcomes = at_once([lambda: take(proposal, owner)] * 4)
    assert sum(isinstance(outcome, Purchased) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyDecided) for outcome in outcomes) == 3
    assert books()["1100"] == "1000.00"


@pytest.mark.django_db(transaction=True)
def test_two_offers_at_once_do_not_share_the_last_euro(agree: Agree, accepted: Accepted) -> None:
    contract = agree(limit=1_000_00)
    invoices = [accepted(contract, f"A{i}", 600_00) for i in range(4)]
    outcomes = at_once([lambda invoice=invoice: offer(invoice) for invoice in invoices])
    assert sum(isinstance(outcome, Proposal) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NotBuyable) for outcome in outcomes) == 3
    assert reserved() == ["held"]


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """All acts in threads that begin together; what each gave or raised."""
    gate, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            outcomes.append(act())
        except Exception as problem:  # an outcome to look at
            outcomes.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_an_offer_under_a_contract_that_ended_is_not_taken(agree: Agree, accepted: Accepted, owner: Viewer) -> None:
    proposal = offer(accepted(agree(), "A1", 1_000_00))
    Contract.objects.update(ended_date=date(2026, 3, 2), state="run_off")
    with pytest.raises(Blocked) as no:
        take(proposal, owner)
    assert [reason.code for reason in no.value.reasons] == ["purchase.contract_ended"]
    assert (books(), states(proposal)) == ({}, ["offered"])
