"""From hand-in to a decision: registered once, held with every reason, cleared by two, accepted; or rejected."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from cessie.domain.audit.models import Event
from cessie.domain.documents.store import store
from cessie.domain.invoices.assess import assess
from cessie.domain.invoices.assign_debtor import assign_debtor
from cessie.domain.invoices.clear import SamePerson, clear
from cessie.domain.invoices.deciding import Assessed, Duplicate, settle
from cessie.domain.invoices.invariants import CHECKS
from cessie.domain.invoices.models import Clearance, Finding, Invoice
from cessie.domain.invoices.register import Unusable, register
from cessie.domain.invoices.reject import reject
from cessie.domain.invoices.rules.found import Found, hold
from cessie.domain.invoices.rules.policy import HOUSE
from cessie.domain.parties.models import Client, Company, Debtor
from cessie.domain.parties.register import register_client, register_company, register_debtor
from cessie.domain.parties.rules.identifiers import stated as numbers_stated
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.domain.work.open_task import open_task
from cessie.formats.reading import read
from cessie.formats.values import InvoiceDocument, InvoiceTotals, Party, PaymentMeans
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client, staff
from tests.domain.invoices.conftest import HandIn, contract_for, stored
from tests.domain.invoices.paper import as_file, paper

pytestmark = pytest.mark.django_db

FALSE_ACCOUNT = (PaymentMeans(code="30", account="12345678"),)


def breaches() -> list[str]:
    return [reason.code for one in CHECKS for reason in one()]


def look(invoice: Invoice, *more: Found) -> Assessed:
    return assess(invoice_id=invoice.pk, more=more, by=SYSTEM, at=AT)


def test_a_real_file_is_read_registered_once_and_accepted(hand_in: HandIn, client_: Client, debtor: Debtor) -> None:
    data = as_file(paper())
    (document,) = read(data, "factuur.xml")
    assert isinstance(document, InvoiceDocument)
    kept = stored(data, client_)
    invoice = register(stored=kept, part=1, read=document, client_id=client_.pk, by=SYSTEM, at=AT)
    again = register(stored=stored(data, client_), part=1, read=document, client_id=client_.pk, by=SYSTEM, at=AT)
    assert invoice == again
    assert invoice.debtor == debtor
    assert (invoice.net_cents, invoice.vat_cents, invoice.gross_cents) == (1000_00, 210_00, 1210_00)
    assert look(invoice).state == "accepted"
    assert look(invoice).findings == ()
    assert Event.objects.filter(subject_id=str(invoice.pk)).count() == 2
    assert breaches() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": None}, "invoices.incomplete"),
        ({"issue_date": None}, "invoices.incomplete"),
        ({"currency": None}, "invoices.incomplete"),
        ({"totals": InvoiceTotals()}, "invoices.incomplete"),
        ({"totals": InvoiceTotals(gross=Decimal("10.005"))}, "invoices.fraction"),
        ({"totals": InvoiceTotals(gross=Decimal("1E+30"))}, "invoices.impossible_amount"),
        ({"totals": InvoiceTotals(gross=Decimal("-1E+12"))}, "invoices.impossible_amount"),
    ],
)
def test_what_cannot_be_an_invoice_is_refused(hand_in: HandIn, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Unusable) as no:
        hand_in(paper(**changes))
    assert no.value.code == code
    assert not Invoice.objects.exists()


def test_amounts_that_follow_from_others_are_filled_in(hand_in: HandIn) -> None:
    invoice = hand_in(paper(totals=InvoiceTotals(net=Decimal(100), vat=Decimal(20)), due_date=None))
    assert (invoice.gross_cents, invoice.payable_cents) == (120_00, 120_00)
    assert invoice.due_date == invoice.issue_date + timedelta(days=30)


def test_without_a_contract_nothing_is_registered(house: None, client_: Client) -> None:
    kept = stored(b"<a/>", client_)
    with pytest.raises(Refusal) as no:
        register(stored=kept, part=1, read=paper(), client_id=client_.pk, by=SYSTEM, at=AT)
    assert no.value.code == "invoices.no_contract"


def test_doubts_of_other_rooms_hold_too_and_leave_when_they_are_gone(hand_in: HandIn) -> None:
    invoice = hand_in(paper())
    doubt = hold("M01", "The debtor has no limit.")
    assert look(invoice, doubt).state == "held"
    assert [f.code for f in look(invoice, doubt).findings] == ["M01"]
    assert Finding.objects.count() == 1
    assert breaches() == []
    outcome = look(invoice)
    assert (outcome.state, outcome.findings) == ("accepted", ())
    assert Finding.objects.get().gone_at == AT


def test_two_people_clear_what_smells_of_fraud_each_once_and_with_a_note(
    hand_in: HandIn, an: Viewer, bob: Viewer, client_: Client
) -> None:
    invoice = hand_in(paper(payments=FALSE_ACCOUNT, notes=()))
    assert look(invoice).state == "held"
    key = f"invoice.held:{invoice.pk}"
    open_task(key=key, kind="invoice.held", subject=invoice, reasons=(), due_at=AT, by=SYSTEM, at=AT)
    for by, note, refusal in [(an, " ", Refusal), (SYSTEM, "ok", NotAllowed), (of_client(client_.pk), "k", NotAllowed)]:
        with pytest.raises(refusal):
            clear(invoice_id=invoice.pk, note=note, by=by, at=AT)
    first = clear(invoice_id=invoice.pk, note="Called the debtor.", by=an, at=AT)
    assert first.state == "held"
    assert {f.code: f.is_open for f in first.findings} == {"M07.account": True, "M08": False}
    with pytest.raises(SamePerson):
        clear(invoice_id=invoice.pk, note="Again.", by=an, at=AT)
    second = clear(invoice_id=invoice.pk, note="Called the bank.", by=bob, at=AT)
    assert second.state == "accepted"
    assert second.findings[0].cleared_by == (an.key, bob.key)
    assert Clearance.objects.count() == 3
    assert Task.objects.get().state == "closed"
    assert breaches() == []
    with pytest.raises(Refusal) as no:
        clear(invoice_id=invoice.pk, note="Again.", by=an, at=AT)
    assert no.value.code == "invoices.not_held"


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_moment_accept_it_once(
    hand_in: HandIn, an: Viewer, bob: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the row lock each would count his own word alone, and the invoice would stay held for ever."""
    invoice = hand_in(paper(payments=FALSE_ACCOUNT))
    look(invoice)
    both = Barrier(2)

    def settle_when_both_have_spoken(*given: Any) -> None:
        with suppress(BrokenBarrierError):  # with the lock the other one cannot come before this one has ended
            both.wait(timeout=1)
        settle(*given)

    monkeypatch.setattr("cessie.domain.invoices.clear.settle", settle_when_both_have_spoken)

    def one(by: Viewer) -> str:
        try:
            return clear(invoice_id=invoice.pk, note="Checked.", by=by, at=AT).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        states = sorted(pool.map(one, (an, bob)))
    assert states == ["accepted", "held"]
    assert Event.objects.filter(action="invoices.accept").count() == 1
    assert breaches() == []


def test_single_doubts_can_be_cleared(hand_in: HandIn, an: Viewer) -> None:
    invoice = hand_in(paper(payee=None, notes=()))
    look(invoice)
    for codes in (["M99"], []):
        with pytest.raises(Refusal) as no:
            clear(invoice_id=invoice.pk, codes=codes, note="ok", by=an, at=AT)
        assert no.value.code == "invoices.no_such_finding"
    assert clear(invoice_id=invoice.pk, codes=["M08"], note="ok", by=an, at=AT).state == "held"
    assert clear(invoice_id=invoice.pk, codes=["M07.payee"], note="ok", by=an, at=AT).state == "accepted"


def test_what_says_something_new_must_be_cleared_anew(hand_in: HandIn, an: Viewer) -> None:
    def stands(cents: int) -> dict[str, bool]:
        return {f.code: f.is_open for f in look(invoice, hold("M02", "Over by {cents} cents.", cents=cents)).findings}

    invoice = hand_in(paper(payee=None))
    stands(1)
    clear(invoice_id=invoice.pk, codes=["M02"], note="ok", by=an, at=AT)
    assert stands(1) == {"M02": False, "M07.payee": True}
    assert stands(2) == {"M02": True, "M07.payee": True}
    assert Clearance.objects.count() == 1


def test_a_hard_no_is_final_unless_the_house_lets_two_people_override_it(
    hand_in: HandIn, an: Viewer, bob: Viewer
) -> None:
    other = paper("1", seller=Party(name="Bakker", vat="BE0123456749"))
    invoice = hand_in(other)
    assert look(invoice).state == "rejected"
    with pytest.raises(Refusal):
        clear(invoice_id=invoice.pk, note="ok", by=an, at=AT)
    mild = replace(HOUSE, overridable=frozenset({"M13"}))
    second = hand_in(replace(other, number="2", totals=paper(net="55").totals))
    assert assess(invoice_id=second.pk, policy=mild, by=SYSTEM, at=AT).state == "held"
    clear(invoice_id=second.pk, note="Merger.", by=an, at=AT, policy=mild)
    assert clear(invoice_id=second.pk, note="Merger.", by=bob, at=AT, policy=mild).state == "accepted"


def test_the_same_number_again_is_rejected(hand_in: HandIn) -> None:
    first, second = hand_in(paper()), hand_in(paper("2026/00451", net="999.00"), at=AT + timedelta(hours=1))
    assert look(second).state == "rejected"
    assert [f.code for f in look(second).findings] == ["M04"]
    assert look(first).state == "accepted"


@pytest.mark.django_db(transaction=True)
def test_of_four_with_one_number_at_once_one_is_accepted(hand_in: HandIn) -> None:
    keys = [hand_in(paper(net=net)).pk for net in ("100.00", "200.00", "300.00", "400.00")]
    barrier = Barrier(4)

    def one(key: UUID) -> str:
        try:
            barrier.wait()
            return assess(invoice_id=key, by=SYSTEM, at=AT).state
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        states = sorted(pool.map(one, keys))
    assert states == ["accepted", "rejected", "rejected", "rejected"]
    assert breaches() == []


@pytest.mark.django_db(transaction=True)
def test_the_constraint_decides_where_nobody_sees_the_other(hand_in: HandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cessie.domain.invoices.known._others", lambda invoice: ())
    keys = [hand_in(paper(net=net)).pk for net in ("100.00", "200.00", "300.00", "400.00")]
    barrier = Barrier(4)

    def one(key: UUID) -> str:
        try:
            barrier.wait()
            return assess(invoice_id=key, by=SYSTEM, at=AT).state
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        states = sorted(pool.map(one, keys))
    assert states == ["accepted", "rejected", "rejected", "rejected"]
    assert set(Finding.objects.values_list("code", flat=True)) == {"M04"}


def test_the_database_has_the_last_word_on_numbers(
    hand_in: HandIn, an: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (hand_in(paper(net=net)) for net in ("100.00", "200.00"))
    monkeypatch.setattr("cessie.domain.invoices.known._others", lambda invoice: ())
    assert look(second, hold("M01", "No limit.")).state == "held"
    assert look(first).state == "accepted"
    with pytest.raises(Duplicate, match="2026-451"):
        clear(invoice_id=second.pk, note="ok", by=an, at=AT)
    assert not Clearance.objects.exists()
    assert breaches() == []


def test_the_same_file_of_another_client_is_fraud(hand_in: HandIn, other_client: Client) -> None:
    contract_for(other_client)
    hand_in(paper())
    outcome = look(hand_in(paper(), client=other_client))
    assert {"M06", "M13"} <= {f.code for f in outcome.findings}
    assert outcome.state == "rejected"


def test_an_unknown_buyer_is_named_by_a_person(hand_in: HandIn, an: Viewer, debtor: Debtor) -> None:
    invoice = hand_in(paper(buyer=Party(name="Électricité du Nord")))
    assert invoice.debtor is None
    assert [f.code for f in look(invoice).findings] == ["M14.unknown", "M31"]
    with pytest.raises(Refusal) as no:
        clear(invoice_id=invoice.pk, note="ok", by=an, at=AT)
    assert no.value.code == "invoices.no_debtor"
    with pytest.raises(NotAllowed):
        assign_debtor(invoice_id=invoice.pk, debtor_id=debtor.pk, by=of_client(invoice.client_id), at=AT)
    with pytest.raises(NotFound):
        assign_debtor(invoice_id=invoice.pk, debtor_id=uuid7(), by=an, at=AT)
    assign_debtor(invoice_id=invoice.pk, debtor_id=debtor.pk, by=an, at=AT)
    assert look(invoice).state == "accepted"
    with pytest.raises(Refusal):
        assign_debtor(invoice_id=invoice.pk, debtor_id=debtor.pk, by=an, at=AT)


def test_the_desk_declines_with_words(hand_in: HandIn, an: Viewer, bob: Viewer) -> None:
    invoice = hand_in(paper(payee=None))
    look(invoice)
    with pytest.raises(NotAllowed):
        reject(invoice_id=invoice.pk, note="no", by=bob, at=AT)
    with pytest.raises(Refusal):
        reject(invoice_id=invoice.pk, note="", by=an, at=AT)
    assert reject(invoice_id=invoice.pk, note="Disputed.", by=an, at=AT).state == "rejected"
    assert reject(invoice_id=invoice.pk, note="Disputed.", by=an, at=AT).state == "rejected"
    assert Finding.objects.filter(code="desk").count() == 1
    accepted = hand_in(paper("7", net="5"))
    look(accepted)
    with pytest.raises(Refusal) as no:
        reject(invoice_id=accepted.pk, note="no", by=an, at=AT)
    assert no.value.code == "invoices.decided"


def test_who_may_hand_in_and_decide(hand_in: HandIn, client_: Client, other_client: Client) -> None:
    kept = stored(b"<b/>", client_)

    def enter(by: Viewer) -> Invoice:
        return register(stored=kept, part=1, read=paper(), client_id=client_.pk, by=by, at=AT)

    for stranger in (of_client(other_client.pk), NOBODY):
        with pytest.raises(NotFound):
            enter(stranger)
    for who in (Viewer(key="user:r", kind="client", client_ids=frozenset({client_.pk})), staff("tom", "collection")):
        with pytest.raises(NotAllowed):
            enter(who)
    invoice = enter(of_client(client_.pk))
    for stranger in (of_client(other_client.pk), NOBODY):
        with pytest.raises(NotFound):
            assess(invoice_id=invoice.pk, by=stranger, at=AT)
        with pytest.raises(NotAllowed):
            clear(invoice_id=invoice.pk, note="x", by=stranger, at=AT)
        with pytest.raises(NotAllowed):
            reject(invoice_id=invoice.pk, note="x", by=stranger, at=AT)


def test_the_database_refuses_an_accepted_invoice_without_debtor(hand_in: HandIn) -> None:
    invoice = hand_in(paper())
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(state="accepted", debtor=None)


def test_broken_decisions_are_found(hand_in: HandIn) -> None:
    invoice = hand_in(paper(payments=FALSE_ACCOUNT))
    look(invoice)
    Invoice.objects.update(state="accepted")
    assert breaches() == ["invoices.accepted_in_doubt"]
    Invoice.objects.update(state="held")
    Finding.objects.update(cleared_at=AT)
    assert breaches() == ["invoices.held_for_nothing", "invoices.cleared_by_too_few"]


def test_the_corpus_invoice_with_false_numbers_is_held_and_goes_on_after_two_people(
    corpus: Path, house: None, an: Viewer, bob: Viewer
) -> None:
    """Its day is the day after issue, its parties are taken as they are; its numbers, account and payee are false."""
    at = AT.replace(year=2017, month=8, day=30)
    data = (corpus / "ubl-invoice" / "cen__BIS_Billing_30-Factoring.xml").read_bytes()
    (document,) = read(data, "invoice.xml")
    assert isinstance(document, InvoiceDocument)
    seller, buyer = (enter(party) for party in (document.seller, document.buyer))
    client = register_client(company_id=seller.pk, code="QVK", by=SYSTEM, at=at)
    debtor = register_debtor(company_id=buyer.pk, by=SYSTEM, at=at)
    contract_for(client, since=at.date())
    kept = store(data=data, name="invoice.xml", channel="portal", client_id=client.pk, by=SYSTEM, at=at)
    invoice = register(stored=kept, part=1, read=document, client_id=client.pk, by=SYSTEM, at=at)
    assert invoice.debtor == debtor
    outcome = assess(invoice_id=invoice.pk, by=SYSTEM, at=at)
    assert outcome.state == "held"
    words = {f.code: f.reason.in_words() for f in outcome.findings}
    assert words.keys() == {"M07.account", "M07.payee", "M08", "M13.number", "M14.number"}
    for fact, code in [
        ("12345678", "M07.account"), ("Likviditet o. Finans AB", "M07.payee"), ("1122334455", "M13.number"),
        ("SE112233445501", "M13.number"), ("9876543210", "M14.number"),
    ]:  # fmt: skip
        assert fact in words[code]
    assert clear(invoice_id=invoice.pk, note="Sample file.", by=an, at=at).state == "held"
    assert clear(invoice_id=invoice.pk, note="Sample file.", by=bob, at=at).state == "accepted"
    assert breaches() == []


def enter(party: Party) -> Company:
    numbers = numbers_stated(
        vat=party.vat, register=party.register, register_scheme=party.register_scheme,
        endpoint=party.endpoint, endpoint_scheme=party.endpoint_scheme, country=party.address.country,
    )  # fmt: skip
    return register_company(
        name=party.name or "", country=party.address.country or "", identifiers=numbers, keep_false=True,
        by=SYSTEM, at=AT,
    )  # fmt: skip
