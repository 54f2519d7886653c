"""A contract ends while an invoice is open and an offer stands: nothing is bought any more, all else is settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cessie.domain.contracts.decide_end import decide_end
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.propose_end import propose_end
from cessie.domain.payments.models import Order
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.queries import offers, proposals
from cessie.domain.work.models import Task
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.receivables import left_on
from cessie.ledger.rules.opening import open_books
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows.clock import tick
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, moment

DAY, LAST = date(2026, 3, 2), date(2026, 3, 4)
OGM = make_ogm(20260077)


def contract() -> Contract:
    return Contract.objects.get()


def turn(day: date) -> str:
    """The clock turns twice that evening; how the contract stands."""
    for hour in (21, 22):
        tick(by=SYSTEM, at=moment(day, hour))
    return contract().state


def test_nothing_is_bought_after_its_last_day_and_what_is_open_is_settled(road: Road) -> None:
    wish = propose_end(
        contract_id=road.contract_id, last_day=LAST, ground="agreement", given_by="client", given_date=DAY,
        note="he stops", by=staff("eve", "credit"), at=moment(DAY),
    )  # fmt: skip
    decide_end(ending_id=wish.pk, event="agree", by=staff("bob", "credit"), at=moment(DAY))
    due = date(2026, 4, 1)
    road.hand_in(road.sale("2026-1", "1000.00", issued=DAY, due=due, reference=shown_ogm(OGM)), DAY)
    road.approve(DAY)
    road.pay_run(DAY)
    road.bank_day(DAY + timedelta(days=1))
    road.hand_in(road.sale("2026-2", "500.00", issued=LAST, due=due), LAST)
    assert (turn(LAST), len(offers(viewer=road.owner, client_id=road.client_id))) == ("ending", 1)
    assert turn(LAST + timedelta(days=1)) == "run_off"
    assert offers(viewer=road.owner, client_id=road.client_id) == ()
    (gone,) = [row for row in proposals(viewer=road.owner, client_id=road.client_id) if row.state == "cancelled"]
    assert [reason.code for reason in gone.reasons] == ["purchase.contract_over"]
    assert Proposal.objects.count() == 2

    road.bank_day(date(2026, 3, 31), Row(1_210_00, text=OGM, iban=road.buyer.iban))
    assert turn(date(2026, 3, 31)) == "run_off", "the holdback is not paid out yet"
    assert Order.objects.filter(state="ordered").count() == 1
    road.pay_run(date(2026, 4, 1))
    road.bank_day(date(2026, 4, 2))
    assert turn(date(2026, 4, 2)) == "closed"
    assert left_on([road.contract_id]) == {road.contract_id: {}}
    assert not Task.objects.filter(kind="contract.left").exists()


@pytest.mark.parametrize("open_invoice", [False, True])
def test_a_credit_too_small_to_be_paid_before_is_paid_once_no_invoice_is_open(road: Road, open_invoice: bool) -> None:
    of = Dims(contract=road.contract_id, client=road.client_id, debtor=road.debtor_id, invoice=uuid7())
    balances = [("2100", Money(-3_00), of), ("1100", Money(1_00 if open_invoice else 0), of)]
    entry = open_books(event=Event("x", DAY), balances=[line for line in balances if line[1]])
    post([entry], by="test", at=moment(DAY))
    Contract.objects.update(state="ending", ended_date=DAY + timedelta(days=1))
    assert turn(DAY + timedelta(days=1)) == "run_off"
    paid = [(row.amount_cents, row.key.partition(":")[0]) for row in Order.objects.all()]
    assert paid == ([] if open_invoice else [(3_00, "contract")])
