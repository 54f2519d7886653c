"""Passed on is what came in less the commission: never more than is here, never twice, never before two people."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.candidates import reasons_to_wait
from cessie.domain.payments.models import Order
from cessie.domain.trust.assign import assign
from cessie.domain.trust.models import Remittance
from cessie.domain.trust.receive import Part
from cessie.domain.trust.remit import NoPayee, remit
from cessie.domain.trust.report_direct import report_direct, withdraw_direct
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.conftest import SYSTEM, of_client
from tests.trust_money import Agency, books, breaches, noon

MARCH, APRIL_1, APRIL_2 = date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)


def end_of_march(on: Agency) -> Remittance | None:
    """The remittance of March, on the first of April."""
    return remit(contract_id=on.contract.pk, until=MARCH, by=SYSTEM, at=noon(APRIL_1))


def test_what_came_after_the_day_waits_for_the_next(on: Agency) -> None:
    one, two = uuid4(), uuid4()
    on.paid(date(2026, 3, 30), 100_00, one)
    on.paid(APRIL_1, 900_00, two)
    made = end_of_march(on)
    assert made is not None
    assert (made.collected_cents, made.paid_cents) == (100_00, 100_00 - 12_00 - 2_52)
    assert [(row.reference, row.amount_cents) for row in Order.objects.get(key=made.order_key).parts.all()] == [
        (one, 85_48)
    ]
    assert breaches() == []


def test_one_principals_money_never_pays_another(on: Agency) -> None:
    on.paid(date(2026, 3, 3), 900_00, uuid4(), on.other)
    assert end_of_march(on) is None
    assert not Order.objects.exists()


def test_a_direct_payment_earns_commission_and_is_set_off_from_the_rest(on: Agency) -> None:
    claim = uuid4()
    owner = of_client(on.client.pk)
    told = {"contract_id": on.contract.pk, "reference": claim, "paid_date": date(2026, 3, 9), "by": owner}
    first = report_direct(amount=Money(1_000_00), at=noon(APRIL_1), **told)
    assert report_direct(amount=Money(1_000_00), at=noon(APRIL_1), **told) == first
    on.paid(date(2026, 3, 10), 100_00, claim)
    made = end_of_march(on)
    assert made is not None
    # 12 % of 1,100.00 and 21 % of it is 159.72: all 100.00 is set off, 59.72 stays owing
    assert (made.net_cents, made.vat_cents) == (132_00, 27_72)
    assert (made.set_off_cents, made.owing_cents, made.paid_cents) == (100_00, 59_72, 0)
    assert books("1020", "1410", "2200") == {"1020": Money(100_00), "1410": Money(59_72), "2200": Money(0)}
    with pytest.raises(Refusal, match="reckoned"):
        withdraw_direct(direct_id=first.pk, by=owner, at=noon(APRIL_1))
    assert breaches() == []


def test_a_strangers_word_about_a_direct_payment_is_not_heard(on: Agency) -> None:
    stranger = of_client(on.other.client_id)
    with pytest.raises(Refusal, match="no such contract"):
        report_direct(
            contract_id=on.contract.pk, reference=uuid4(), amount=Money(1), paid_date=MARCH, by=stranger, at=noon(MARCH)
        )


def test_without_a_confirmed_account_nothing_happens(on: Agency) -> None:
    on.paid(date(2026, 3, 30), 100_00, uuid4())
    BankAccount.objects.filter(company=on.client.company).delete()
    with pytest.raises(NoPayee):
        end_of_march(on)
    assert not Remittance.objects.exists()
    assert books("2200")["2200"] == Money(-100_00)


def test_money_put_right_after_it_was_ordered_holds_the_order(on: Agency) -> None:
    """The money of an order went to another principal before it left: the order is not covered, and says so."""
    row = on.paid(date(2026, 3, 30), 100_00, uuid4())
    made = end_of_march(on)
    assert made is not None
    right = Part(on.other.client_id, on.other.pk, uuid4(), Money(100_00))
    assign(receipt_id=row.pk, parts=[right], note="namesake", by=on.desk, at=noon(APRIL_2))
    orders = list(Order.objects.select_related("payee__company", "own").order_by("pk"))
    assert {order.rule: bool(reasons_to_wait([order], noon(APRIL_2))[order.pk]) for order in orders} == {
        "P32": True, "P33": False
    }  # fmt: skip
    assert books("1410")["1410"] == Money(100_00)  # the first principal owes what he is about to be paid
    assert breaches() == []


def test_what_went_back_lowers_the_next_commission(on: Agency) -> None:
    row = on.paid(date(2026, 3, 30), 1_000_00, uuid4())
    end_of_march(on)
    right = Part(on.other.client_id, on.other.pk, uuid4(), Money(1_000_00))
    assign(receipt_id=row.pk, parts=[right], note="namesake", by=on.desk, at=noon(APRIL_2))
    on.paid(date(2026, 4, 7), 1_500_00, uuid4())
    made = remit(contract_id=on.contract.pk, until=date(2026, 4, 30), by=SYSTEM, at=noon(date(2026, 5, 1)))
    assert made is not None
    assert (made.base_cents, made.net_cents) == (500_00, 60_00)
    assert made.set_off_cents == 60_00 + 12_60 + 1_000_00  # and what he was passed on of it
    assert breaches() == []


def test_a_day_to_come_and_a_contract_that_holds_nothing_for_others(on: Agency) -> None:
    with pytest.raises(Refusal, match="still to come"):
        remit(contract_id=on.contract.pk, until=APRIL_2, by=SYSTEM, at=noon(APRIL_1))
