"""Invoices held one by one, and a dedicated account: the client matches, the money moves up, holdbacks come free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from cessie.domain.availability.lines import bought_lines
from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.match import NotInLedger, TooMuch, Word, match
from cessie.domain.client_ledgers.models import Match
from cessie.domain.client_ledgers.proposals import proposals
from cessie.domain.client_ledgers.sweep import sweep
from cessie.domain.client_ledgers.unmatch import unmatch
from cessie.domain.contracts.models import Contract
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.models import Allocation, Receipt
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.domain.purchase.expire import expire
from cessie.domain.purchase.models import Cession
from cessie.domain.purchase.queries import offers
from cessie.domain.work.models import Task
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.ledger.models import Entry
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows import money_in
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.workflows.money.paying import order_payout
from cessie.workflows.purchases import buying
from cessie.world.papers import invoice
from tests.bank_files import Row
from tests.domain.client_ledgers.conftest import bank
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, build, moment

DAY, PAID, SWEPT = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
DUE = date(2026, 4, 1)
OWN, HOUSES = "BE43068999999501", "BE62510007547061"


@pytest.fixture
def road(db: None, store_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Road]:
    """A client in confidence, line by line: 2026-0001 of 1,210.00 is bought, 2026-0002 of 2,420.00 is offered."""
    model = getattr(request, "param", "DEDICATED_CLIENT")
    made = build(
        tmp_path,
        advance=90,
        fee="3.5",
        minimum=50_00,
        disclosure="CONFIDENTIAL",
        matcher="CLIENT",
        collector="CLIENT_MANDATE",
        account_model=model,
    )
    if model == "DEDICATED_CLIENT":
        company = Client.objects.get(pk=made.client_id).company_id
        row = add_account(
            company_id=company, iban=OWN, holder=made.seller.name, by=staff("an", "credit"), at=moment(DAY)
        )
        confirm_account(account_id=row.pk, by=staff("bob", "treasury"), at=moment(DAY))
    iban = OWN if model == "DEDICATED_CLIENT" else HOUSES
    dedicate(contract_id=made.contract_id, iban=iban, holder=made.seller.name, by=SYSTEM, at=moment(DAY))
    for number, net in (("2026-0001", "1000.00"), ("2026-0002", "2000.00")):
        sale = made.sale(number, net, issued=DAY, due=DUE)
        (taken,) = take_in_invoice(
            data=invoice(sale, replace(made.seller, iban=iban)), name=f"{number}.xml", channel="portal",
            client_id=made.client_id, by=made.owner, at=moment(DAY),
        )  # fmt: skip
        assert taken.state == "accepted", taken.reasons
        if number == "2026-0001":
            made.approve(DAY)
    yield made
    for offer in offers(viewer=made.owner, client_id=made.client_id):
        expire(proposal_id=offer.id, by=SYSTEM, at=moment(DUE))


def held(code: str, road: Road) -> int:
    return ledger.balance(code, Dims(contract=road.contract_id)).cents


def money(iban: str, *cents: int, text: str = "") -> list[UUID]:
    bank(iban, PAID, 0, *(Row(each, text=text, reference=f"R{n}") for n, each in enumerate(cents)))
    return [each.receipt.pk for each in queries.unmatched_receipts(Contract.objects.get().pk)]


def say(receipt: UUID, number: str, cents: int) -> Word:
    return Word(receipt, number, Money(cents))


def test_money_on_the_clients_own_account_pays_bought_invoices_once_it_is_swept(road: Road) -> None:
    """Bought 1,210.00; and money for the one that is only offered goes to the client's account (P21)."""
    first, second = money(OWN, 1_210_00, 2_420_00)
    waiting = queries.unmatched_receipts(road.contract_id)
    found = proposals(road.contract_id, waiting)
    assert [found[each.receipt.pk].shares for each in waiting] == [
        (("2026-0001", Money(1_210_00)),), (("2026-0002", Money(2_420_00)),),
    ]  # fmt: skip
    act = {"contract_id": road.contract_id, "by": road.owner, "at": moment(PAID)}
    with pytest.raises(NotInLedger) as no:
        match(words=[say(first, "2026-0009", 1)], **act)
    assert no.value.code == "ledgers.not_held"
    for words in (
        [say(first, "2026-0001", 1_210_01)],
        [say(second, "2026-0001", 1_210_00), say(first, "2026-0001", 1)],
    ):
        with pytest.raises(TooMuch):
            match(words=words, **act)
    for _ in range(2):
        match(words=[say(first, "2026-0001", 1_210_00), say(second, "2026-0002", 2_420_00)], **act)
    assert Match.objects.count() == 2
    assert (held("9010", road), held("1100", road)) == (3_630_00, 1_210_00), "the money is not the house's yet"
    assert bought_lines(Contract.objects.get(), PAID) == [], "and nothing is financed on what is paid"
    (offer,) = offers(viewer=road.owner, client_id=road.client_id)
    with pytest.raises(Refusal) as paid:
        buying.approve(proposal_id=offer.id, digest=offer.digest, by=road.owner, at=moment(PAID))
    assert paid.value.code == "purchase.paid_before"

    ordered = sweep(**act)
    before = held("2100", road)
    bank(OWN, SWEPT, 3_630_00, Row(-3_630_00, ordered.reference), number=2)
    for _ in range(2):
        bank(road.collection.iban, SWEPT, 0, Row(3_630_00, ordered.reference, iban=OWN))
    ordered.refresh_from_db()
    assert ordered.state == "arrived"
    assert (held("1100", road), held("9010", road), ledger.balance("2300").cents) == (0, 0, 0)
    rules = list(
        Entry.objects.filter(booking_date=SWEPT).exclude(rule="P34").order_by("pk").values_list("rule", flat=True)
    )
    assert sorted(rules) == ["P07", "P08", "P09", "P21", "P21"], "and the holdback comes free"
    assert held("2100", road) - before == -2_420_00 - 121_00
    assert Allocation.objects.get().match.rule == "lettrage"


def test_what_an_invoice_cannot_take_any_more_waits_for_a_person(road: Road) -> None:
    """The debtor pays part of it to the house before the swept money is here."""
    (first,) = money(OWN, 1_210_00)
    match(contract_id=road.contract_id, words=[say(first, "2026-0001", 1_210_00)], by=road.owner, at=moment(PAID))
    ordered = sweep(contract_id=road.contract_id, by=road.owner, at=moment(PAID))
    bank(road.collection.iban, PAID, 0, Row(500_00, text="2026-0001", name=road.buyer.name, iban=road.buyer.iban))
    theirs = Receipt.objects.get()
    allocate(
        receipt_id=theirs.pk, allocations={Cession.objects.get().invoice_id: Money(500_00)}, by=SYSTEM, at=moment(PAID)
    )
    bank(road.collection.iban, SWEPT, 500_00, Row(1_210_00, ordered.reference, iban=OWN), number=2)
    ordered.refresh_from_db()
    assert ordered.state == "arrived"
    assert (held("1100", road), -ledger.balance("2300").cents) == (0, 500_00)
    task = Task.objects.get(kind="line.unmatched", state="open")
    assert "ledgers.more_than_open_now" in [reason["code"] for reason in task.reasons]
    money_in.run(by=SYSTEM, at=moment(SWEPT))
    assert -ledger.balance("2300").cents == 500_00


@pytest.mark.parametrize("road", ["DEDICATED_FACTOR"], indirect=True)
def test_on_an_account_of_the_house_the_bought_invoice_is_paid_at_once(road: Road) -> None:
    first, _ = money(HOUSES, 1_210_00, 2_420_00)
    act = {"contract_id": road.contract_id, "by": road.owner, "at": moment(PAID)}
    (row,) = match(words=[say(first, "2026-0001", 1_210_00)], **act)
    assert (held("1100", road), held("1010", road)) == (0, 3_630_00)
    unmatch(match_id=row.pk, by=road.owner, at=moment(PAID))
    assert held("1100", road) == 1_210_00
    (row,) = match(words=[say(first, "2026-0001", 1_210_00)], **act)
    assert money_in.release_paid(by=SYSTEM, at=moment(PAID, 12)) == 1
    with pytest.raises(Refusal) as released:
        unmatch(match_id=row.pk, by=road.owner, at=moment(PAID, 13))
    assert released.value.code == "ledgers.released"
    ordered = sweep(contract_id=road.contract_id, by=road.treasurer, at=moment(PAID, 14))
    assert (ordered.amount_cents, queries.to_sweep(road.contract_id).cents) == (1_210_00, 0)


@pytest.mark.parametrize("road", ["DEDICATED_FACTOR"], indirect=True)
def test_on_an_account_of_the_house_money_for_an_invoice_only_offered_is_the_clients(road: Road) -> None:
    """P34f to 2320, P21 from there to his account, on the match and back with it; nobody buys that invoice any more."""
    (first,) = money(HOUSES, 2_420_00)
    act = {"contract_id": road.contract_id, "by": road.owner, "at": moment(PAID)}
    before = held("2100", road)
    for _ in range(2):
        match(words=[say(first, "2026-0002", 2_420_00)], **act)
    row = Match.objects.get()
    assert (held("2100", road) - before, held("2320", road), ledger.balance("2300").cents) == (-2_420_00, 0, 0)
    assert held("1100", road) == 1_210_00, "the bought one is still owed"
    (offer,) = offers(viewer=road.owner, client_id=road.client_id)
    with pytest.raises(Refusal) as paid:
        buying.approve(proposal_id=offer.id, digest=offer.digest, by=road.owner, at=moment(PAID))
    assert paid.value.code == "purchase.paid_before"
    unmatch(match_id=row.pk, by=road.owner, at=moment(PAID))
    assert (held("2100", road), held("2320", road), ledger.balance("2300").cents) == (before, 0, -2_420_00)
    (row,) = match(words=[say(first, "2026-0002", 2_420_00)], **act)
    order_payout(
        key="x", contract_id=road.contract_id, client_id=road.client_id, amount=Money(2_420_00), text="x", by=SYSTEM,
        at=moment(PAID),
    )  # fmt: skip
    with pytest.raises(Refusal) as gone:
        unmatch(match_id=row.pk, by=road.owner, at=moment(PAID))
    assert gone.value.code == "ledgers.paid_out"
    ordered = sweep(contract_id=road.contract_id, by=road.treasurer, at=moment(PAID, 14))
    assert ordered.amount_cents == 2_420_00
