"""Money that goes back: from its claim, and where it was passed on from the principal's next remittance."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from cessie.domain.parties.accounts import confirm_account
from cessie.domain.payments.execute import execute
from cessie.domain.payments.models import Order
from cessie.domain.payments.order_transfer import order_transfer
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.domain.trust.book_own import book_charge
from cessie.domain.trust.models import Back, Receipt
from cessie.domain.trust.queries import received
from cessie.domain.trust.refund import refund
from cessie.domain.trust.remit import remit
from cessie.domain.trust.take_back import take_back
from cessie.domain.trust.waiting import WATCHES
from cessie.domain.work.models import Task
from cessie.ledger.third_party import own_share
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows import money_in
from cessie.workflows.house.waiting import look_round
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.trust_money import OFFICE, PAYER, TRUST, Agency, books, breaches, noon

MARCH, APRIL_1, APRIL_7, APRIL_8 = date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 7), date(2026, 4, 8)


def returned(on: Agency, row: Receipt, day: date) -> None:
    """The bank takes the payment back: a debit with the same end-to-end id."""
    on.bank(day, Row(-row.amount_cents, row.line.end_to_end_id, iban=PAYER, reason="MD06"))
    money_in.run(by=SYSTEM, at=noon(day))


def passed_on(on: Agency, row: Receipt) -> None:
    """The remittance of March left."""
    remit(contract_id=on.contract.pk, until=MARCH, by=SYSTEM, at=noon(APRIL_1))
    on.executed(APRIL_1, on.let_go(APRIL_1))
    assert books("1020", "2200") == {"1020": Money(0), "2200": Money(0)}


def test_back_before_it_was_passed_on(on: Agency) -> None:
    row = on.paid(date(2026, 3, 3), 400_00, uuid4())
    returned(on, row, date(2026, 3, 5))
    assert books("1020", "1410", "2200") == {"1020": Money(0), "1410": Money(0), "2200": Money(0)}
    assert [each.amount for each in received([row.reference])[row.reference]] == [Money(400_00), Money(-400_00)]
    assert breaches() == []


def test_back_after_it_was_passed_on(on: Agency) -> None:
    """The principal owes it; the house bears it and is told; his next money makes it good; the house's is taken out."""
    row = on.paid(date(2026, 3, 3), 400_00, uuid4())
    passed_on(on, row)
    returned(on, row, APRIL_7)
    assert books("1020", "1410", "2200") == {"1020": Money(-400_00), "1410": Money(400_00), "2200": Money(0)}
    (short,) = list(WATCHES[0].look(noon(APRIL_7)))
    assert short.reasons[0].facts["short"] == Money(400_00)
    assert breaches() == []

    order_transfer(
        key="make good", source_id=on.office.pk, target_id=on.trust.pk, amount=Money(400_00), text="derden",
        by=on.treasurer, at=noon(APRIL_7),
    )  # fmt: skip
    batch = prepare(account_id=on.office.pk, execution_date=APRIL_8, by=on.treasurer, at=noon(APRIL_7))
    release(batch_id=batch.pk, by=on.second, at=noon(APRIL_7))
    (order,) = batch.orders.all()
    on.bank(APRIL_8, Row(-400_00, order.end_to_end_id, iban=TRUST), iban=OFFICE)
    on.bank(APRIL_8, Row(400_00, order.end_to_end_id, iban=OFFICE))
    money_in.run(by=SYSTEM, at=noon(APRIL_8))
    assert books("1020", "1035") == {"1020": Money(0), "1035": Money(0)}
    assert not list(WATCHES[0].look(noon(APRIL_8)))
    assert breaches() == []

    on.paid(date(2026, 4, 9), 1_000_00, uuid4())
    made = remit(contract_id=on.contract.pk, until=date(2026, 4, 30), by=SYSTEM, at=noon(date(2026, 5, 4)))
    assert made is not None
    assert (made.net_cents, made.vat_cents) == (72_00, 15_12)  # on 1,000.00 less the 400.00 that went back
    assert (made.set_off_cents, made.paid_cents) == (487_12, 512_88)
    on.executed(date(2026, 5, 4), on.let_go(date(2026, 5, 4)))
    assert books("1020", "1410", "2200") == {"1020": Money(0), "1410": Money(0), "2200": Money(0)}
    assert breaches() == []


def test_a_debit_that_nobody_knows_waits_and_a_charge_is_the_houses(on: Agency) -> None:
    on.paid(date(2026, 3, 3), 400_00, uuid4())
    (line,) = on.bank(date(2026, 3, 4), Row(-3_50, "", text="beheerskosten"))
    money_in.run(by=SYSTEM, at=noon(date(2026, 3, 4)))
    assert Task.objects.filter(kind="banking.line_unknown", closed_at__isnull=True).count() == 1
    book_charge(line_id=line.pk, note="bank charges", by=on.treasurer, at=noon(date(2026, 3, 4)))
    assert books("2200", "5040") == {"2200": Money(-400_00), "5040": Money(3_50)}
    assert own_share(on.trust.pk) == Money(-3_50)
    assert breaches() == []


def test_another_amount_takes_nothing_back(on: Agency) -> None:
    row = on.paid(date(2026, 3, 3), 400_00, uuid4())
    (line,) = on.bank(date(2026, 3, 4), Row(-399_99, "X", iban=PAYER))
    with pytest.raises(Refusal, match="399"):
        take_back(line_id=line.pk, receipt_id=row.pk, by=SYSTEM, at=noon(date(2026, 3, 4)))
    assert not Back.objects.exists()


def test_an_overpayment_goes_back_to_the_payer_once(on: Agency) -> None:
    row = on.paid(date(2026, 3, 3), 400_00, uuid4())
    facts = {"receipt_id": row.pk, "debtor_id": on.debtor.pk, "note": "paid twice", "by": on.treasurer}
    back = refund(amount=Money(150_00), at=noon(date(2026, 3, 4)), **facts)
    assert refund(amount=Money(150_00), at=noon(date(2026, 3, 4)), **facts) == back
    assert back.order.payee.iban == PAYER
    made = remit(contract_id=on.contract.pk, until=MARCH, by=SYSTEM, at=noon(APRIL_1))
    assert made is not None
    assert (made.collected_cents, made.net_cents, made.paid_cents) == (250_00, 30_00, 250_00 - 36_30)
    assert breaches() == []


def test_what_is_paid_too_much_after_all_was_passed_on_goes_back_from_itself(on: Agency) -> None:
    """The claim was paid and passed on; the debtor pays it again: nothing of the second payment is the principal's."""
    claim = uuid4()
    passed_on(on, on.paid(date(2026, 3, 3), 400_00, claim))
    again = on.paid(APRIL_7, 400_00, claim)
    facts = {"debtor_id": on.debtor.pk, "note": "paid twice", "by": on.treasurer, "at": noon(APRIL_7)}
    back = refund(receipt_id=again.pk, amount=Money(400_00), **facts)
    payee = back.order.payee
    assert payee is not None
    confirm_account(account_id=payee.pk, by=on.second, at=noon(APRIL_7))
    on.executed(APRIL_8, on.let_go(APRIL_7))
    assert (back.order.amount_cents, books("1020", "1410", "2200")) == (
        400_00, {"1020": Money(0), "1410": Money(0), "2200": Money(0)}
    )  # fmt: skip
    made = remit(contract_id=on.contract.pk, until=date(2026, 4, 30), by=SYSTEM, at=noon(date(2026, 5, 4)))
    assert made is None or (made.net_cents, made.paid_cents) == (0, 0)  # no commission on what went back
    assert breaches() == []


def test_what_was_passed_on_is_not_given_back_from_another_principals_money(on: Agency) -> None:
    row = on.paid(date(2026, 3, 3), 400_00, uuid4())
    passed_on(on, row)
    on.paid(date(2026, 4, 2), 900_00, uuid4(), contract=on.other)
    facts = {"receipt_id": row.pk, "debtor_id": on.debtor.pk, "note": "paid twice", "by": on.treasurer}
    with pytest.raises(Refusal, match="passed on"):
        refund(amount=Money(150_00), at=noon(APRIL_7), **facts)
    on.paid(APRIL_7, 100_00, uuid4())  # his own next money bears as much as is there, and no cent more
    with pytest.raises(Refusal, match="passed on"):
        refund(amount=Money(150_00), at=noon(APRIL_7), **facts)
    on.paid(APRIL_8, 60_00, uuid4())
    assert refund(amount=Money(150_00), at=noon(APRIL_8), **facts).order.amount_cents == 150_00
    assert breaches() == []


def test_money_that_waits_unasked_is_named(on: Agency) -> None:
    on.paid(date(2026, 3, 3), 400_00, uuid4())
    on.paid(date(2026, 6, 1), 1_00, uuid4(), contract=on.other)
    assert "trust.waits_unasked" in breaches()
    look_round(by=SYSTEM, at=noon(date(2026, 6, 1)))
    assert breaches() == []


def test_a_payment_that_came_back_is_owed_as_before(on: Agency) -> None:
    row = on.paid(date(2026, 3, 3), 400_00, uuid4())
    passed_on(on, row)
    order = Order.objects.get(rule="P33")
    (line,) = on.bank(APRIL_7, Row(order.amount_cents, order.end_to_end_id, reason="AC04"))
    assert execute(line_id=line.pk, by=SYSTEM, at=noon(APRIL_7)).returned == (order.pk,)
    assert books("2200")["2200"] == -Money(order.amount_cents)
    assert remit(contract_id=on.contract.pk, until=APRIL_7, by=SYSTEM, at=noon(APRIL_7)) is None  # promised still
    assert breaches() == []
