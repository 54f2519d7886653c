"""Receipts in the books: taken once, allocated once, undone once; what is left waits for a person."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from cessie.domain.banking.models import Line
from cessie.domain.banking.take import AlreadyTaken, take
from cessie.domain.matching import queries
from cessie.domain.matching.allocate import AlreadyAllocated, TooMuch, allocate
from cessie.domain.matching.match import Matched, match
from cessie.domain.matching.models import Allocation, Match, Receipt
from cessie.domain.matching.receive import NotAReceipt, receive
from cessie.domain.matching.reverse import reverse
from cessie.domain.parties.models import BankAccount
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.references import make_ogm, shown_ogm
from tests.bank_files import Row
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client
from tests.domain.matching.conftest import Bought, Receives

OGM = make_ogm(20260001)


def arrive(line: Line) -> Matched:
    """The line is received and matched, each twice: the second time changes nothing."""
    receipt = receive(line_id=line.pk, by=SYSTEM, at=AT)
    assert receive(line_id=line.pk, by=SYSTEM, at=AT) == receipt
    first = match(receipt_id=receipt.pk, by=SYSTEM, at=AT)
    assert match(receipt_id=receipt.pk, by=SYSTEM, at=AT) == first
    return first


def open_on(invoice_id: UUID) -> str:
    return str(ledger.open_amounts([invoice_id])[invoice_id].decimal)


def left_of(line: Line) -> str:
    return str(ledger.unallocated([line.pk])[line.pk].decimal)


def books() -> dict[str, str]:
    return {line.account: str(line.balance.decimal) for line in ledger.trial_balance()}


def test_a_payment_with_its_reference_closes_the_invoice(bought: Bought, receives: Receives) -> None:
    invoice = bought("2026-0451", 500_00, reference=shown_ogm(OGM))
    (line,) = receives(Row(500_00, text=OGM))
    matched = arrive(line)
    assert (matched.left, matched.invoice_ids) == (Money(0), (invoice.pk,))
    assert books() == {"1000": "500.00", "2100": "-500.00"}
    assert not Task.objects.exists()


def test_a_part_payment_leaves_the_rest_open(bought: Bought, receives: Receives) -> None:
    invoice = bought("2026-0451", 500_00, reference=OGM)
    (line,) = receives(Row(300_00, text=OGM))
    arrive(line)
    assert (open_on(invoice.pk), left_of(line)) == ("200.00", "0.00")


def test_too_much_leaves_the_rest_unallocated_and_asks_a_person(bought: Bought, receives: Receives) -> None:
    invoice = bought("2026-0451", 500_00, reference=OGM)
    (line,) = receives(Row(520_00, text=OGM))
    arrive(line)
    assert (open_on(invoice.pk), left_of(line)) == ("0.00", "20.00")
    (task,) = Task.objects.filter(state="open")
    assert task.kind == "line.unmatched"
    assert {"matching.left", "match.over"} <= {reason["code"] for reason in task.reasons}


def test_an_unknown_payment_waits_for_a_person(bought: Bought, receives: Receives) -> None:
    bought("2026-0451", 500_00)
    (line,) = receives(Row(77_77, text="thank you"))
    assert arrive(line).match_id is None
    assert left_of(line) == "77.77"
    assert [task.kind for task in Task.objects.filter(state="open")] == ["line.unmatched"]


def test_an_invoice_number_with_the_amount_is_posted(bought: Bought, receives: Receives) -> None:
    invoice = bought("F-2026/0451", 500_00)
    (line,) = receives(Row(500_00, text="fact f2026 451"))
    arrive(line)
    assert open_on(invoice.pk) == "0.00"


def test_a_known_payer_is_proposed_and_a_person_decides(
    bought: Bought, receives: Receives, payer_known: BankAccount, bob: Viewer
) -> None:
    one, two = bought("A-1001", 300_00), bought("A-1002", 300_00)
    (line,) = receives(Row(450_00, text="dank u"))
    arrive(line)
    (facts,) = queries.unmatched(bob)
    proposal = facts.matches[0]
    assert (proposal.state, [share.number for share in proposal.shares]) == ("proposed", ["A-1001", "A-1002"])
    assert not facts.pays(one.pk), "a proposal pays nothing yet"
    shares = {one.pk: Money(300_00), two.pk: Money(150_00)}
    for _ in range(2):
        allocate(receipt_id=facts.id, allocations=shares, by=bob, at=AT)
    assert (open_on(one.pk), open_on(two.pk), left_of(line)) == ("0.00", "150.00", "0.00")
    assert queries.receipt(bob, facts.id).pays(two.pk)
    assert not Task.objects.filter(state="open").exists()
    assert not Match.objects.filter(state="proposed").exists()
    assert queries.unmatched(bob) == ()


def test_a_batch_of_several_payments_is_matched_payment_by_payment(bought: Bought, receives: Receives) -> None:
    one, two = bought("A-1001", 300_00), bought("A-1002", 200_00)
    (line,) = receives(Row(510_00, details=(("A-1001", 300_00), ("A-1002", 200_00), ("", 10_00))))
    arrive(line)
    assert (open_on(one.pk), open_on(two.pk), left_of(line)) == ("0.00", "0.00", "10.00")


def test_nothing_is_allocated_beyond_what_came_in_or_is_open(bought: Bought, receives: Receives, bob: Viewer) -> None:
    one, two = bought("A-1001", 300_00), bought("A-1002", 300_00)
    (line,) = receives(Row(400_00))
    receipt = receive(line_id=line.pk, by=SYSTEM, at=AT)
    for shares in ({one.pk: Money(300_01)}, {one.pk: Money(300_00), two.pk: Money(100_01)}):
        with pytest.raises(TooMuch):
            allocate(receipt_id=receipt.pk, allocations=shares, by=bob, at=AT)
    for shares in ({}, {one.pk: Money(0)}, {one.pk: Money(-1)}):
        with pytest.raises(Refusal):
            allocate(receipt_id=receipt.pk, allocations=shares, by=bob, at=AT)
    with pytest.raises(NotFound):
        allocate(receipt_id=receipt.pk, allocations={receipt.pk: Money(1)}, by=bob, at=AT)
    assert not Match.objects.exists()
    assert left_of(line) == "400.00"


def test_one_receipt_pays_an_invoice_once(bought: Bought, receives: Receives, bob: Viewer) -> None:
    invoice = bought("A-1001", 300_00)
    (line,) = receives(Row(200_00))
    receipt = receive(line_id=line.pk, by=SYSTEM, at=AT)
    allocate(receipt_id=receipt.pk, allocations={invoice.pk: Money(50_00)}, by=bob, at=AT)
    with pytest.raises(AlreadyAllocated):
        allocate(receipt_id=receipt.pk, allocations={invoice.pk: Money(60_00)}, by=bob, at=AT)


def test_a_match_is_undone_once_and_can_be_made_again(bought: Bought, receives: Receives, bob: Viewer) -> None:
    invoice = bought("2026-0451", 500_00, reference=OGM)
    (line,) = receives(Row(500_00, text=OGM))
    matched = arrive(line)
    assert matched.match_id is not None
    with pytest.raises(Refusal):
        reverse(match_id=matched.match_id, note=" ", by=bob, at=AT)
    for _ in range(2):
        reverse(match_id=matched.match_id, note="paid for somebody else", by=bob, at=AT)
    assert (open_on(invoice.pk), left_of(line)) == ("500.00", "500.00")
    assert [task.state for task in Task.objects.all()] == ["open"]
    assert sum(booking.reverses is not None for booking in ledger.bookings(invoice=invoice.pk)) == 1
    allocate(receipt_id=matched.receipt_id, allocations={invoice.pk: Money(500_00)}, by=bob, at=AT)
    assert (open_on(invoice.pk), left_of(line)) == ("0.00", "0.00")
    assert [task.state for task in Task.objects.all()] == ["closed"]


def test_only_money_of_debtors_is_received(receives: Receives) -> None:
    out, taken = receives(Row(-5_00), Row(7_00))
    with pytest.raises(NotAReceipt):
        receive(line_id=out.pk, by=SYSTEM, at=AT)
    from django.db import transaction

    with transaction.atomic():
        take(line_id=taken.pk, by_app="payments", at=AT)
    with pytest.raises(AlreadyTaken):
        receive(line_id=taken.pk, by=SYSTEM, at=AT)
    assert not Receipt.objects.exists()
    assert "2300" not in books()


def test_strangers_decide_nothing_and_see_nothing(bought: Bought, receives: Receives, an: Viewer) -> None:
    invoice = bought("2026-0451", 500_00, reference=OGM)
    (line,) = receives(Row(510_00, text=OGM))
    for stranger in (an, of_client(invoice.client_id), NOBODY):
        with pytest.raises(NotAllowed):
            receive(line_id=line.pk, by=stranger, at=AT)
    matched = arrive(line)
    assert matched.match_id is not None
    for stranger in (of_client(invoice.client_id), of_client(), NOBODY):
        with pytest.raises(NotAllowed):
            reverse(match_id=matched.match_id, note="mine", by=stranger, at=AT)
        assert queries.unmatched(stranger) == ()
        with pytest.raises(NotFound):
            queries.receipt(stranger, matched.receipt_id)
    assert len(queries.payments_of(of_client(invoice.client_id), [invoice.pk])) == 1
    assert queries.payments_of(of_client(), [invoice.pk]) == ()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_allocate_the_same_money_once(bought: Bought, receives: Receives, bob: Viewer) -> None:
    one, two = bought("A-1001", 300_00), bought("A-1002", 300_00)
    (line,) = receives(Row(300_00))
    receipt = receive(line_id=line.pk, by=SYSTEM, at=AT)
    outcomes = at_once(
        [
            lambda invoice=invoice: allocate(
                receipt_id=receipt.pk, allocations={invoice.pk: Money(300_00)}, by=bob, at=AT
            )
            for invoice in (one, two, one, two)
        ]
    )
    assert Allocation.objects.filter(live=True).count() == 1
    assert left_of(line) == "0.00"
    assert sum(isinstance(outcome, TooMuch) for outcome in outcomes) == 2


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_receive_a_line_once(receives: Receives, contract_id: UUID) -> None:
    (line,) = receives(Row(300_00))
    outcomes = at_once([lambda: receive(line_id=line.pk, by=SYSTEM, at=AT)] * 4)
    assert len(set(outcomes)) == 1
    assert left_of(line) == "300.00"


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
