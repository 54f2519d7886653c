"""An order is given once, for money that can be paid, to an account of the client."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from cessie.domain.parties.models import Client
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.invariants import orders_are_what_was_ordered
from cessie.domain.payments.models import Order
from cessie.domain.payments.order import OtherOrder, order
from cessie.domain.payments.order_again import NotCovered, order_again
from cessie.domain.payments.prepare import NothingToPay, prepare
from cessie.domain.payments.queries import order_of, orders, waiting_orders
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client
from tests.money_out import DAY, OTHER, Stage, give_account, pay


def test_given_twice_it_is_one(on: Stage) -> None:
    first, again = pay(on, 100_00), pay(on, 100_00)
    assert first.pk == again.pk
    with pytest.raises(OtherOrder, match=r"100\.00 EUR instead of 100\.01"):
        pay(on, 100_01)
    with pytest.raises(OtherOrder, match="another account"):
        pay(on, 100_00, payee=give_account(on.client.company_id, OTHER, on.clerk, on.second, AT))
    assert Order.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_given_by_six_at_once_it_is_one(on: Stage) -> None:
    ready, seen = threading.Barrier(6), set[UUID]()

    def work() -> None:
        ready.wait()
        try:
            seen.add(pay(on, 100_00).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == set(Order.objects.values_list("pk", flat=True))
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Money(0)}, "payments.amount"),
        ({"amount": Money(-1)}, "payments.amount"),
        ({"amount": Money(1_000_000_000_00)}, "payments.amount"),
        ({"amount": Money(1, "USD")}, "payments.currency"),
        ({"rule": "P33"}, "payments.rule"),
        ({"text": "x" * 141}, "payments.text"),
        ({"payee_id": uuid4()}, "payments.payee"),
        ({"contract_id": uuid4()}, "payments.contract"),
    ],
)
def test_refused(on: Stage, change: dict[str, Any], code: str) -> None:
    given = {
        "key": "k", "rule": "P04", "amount": Money(1), "payee_id": on.payee.pk, "contract_id": on.contract.pk,
        "client_id": on.client.pk, "text": "", "by": SYSTEM, "at": AT,
    }  # fmt: skip
    with pytest.raises(Refusal) as no:
        order(**given | change)
    assert no.value.code == code
    assert not Order.objects.exists()


def test_another_clients_account_is_refused(on: Stage, other_client: Client) -> None:
    foreign = give_account(other_client.company_id, OTHER, on.clerk, on.second, AT)
    with pytest.raises(NotFound):
        pay(on, 1, payee=foreign)


def test_the_database_refuses_what_a_verb_never_asks(on: Stage) -> None:
    row = pay(on, 100_00)
    for change in ({"amount_cents": 0}, {"state": "executed"}, {"state": "batched"}, {"end_to_end_id": "a b"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=row.pk).update(**change)


def test_withdrawn_before_it_is_in_a_batch(on: Stage) -> None:
    row = pay(on, 100_00)
    with pytest.raises(Refusal):
        cancel(order_id=row.pk, note=" ", by=on.treasurer, at=AT)
    with pytest.raises(NotAllowed):
        cancel(order_id=row.pk, note="x", by=on.clerk, at=AT)
    cancel(order_id=row.pk, note="twice ordered", by=on.treasurer, at=AT)
    assert cancel(order_id=row.pk, note="twice ordered", by=on.treasurer, at=AT).state == "cancelled"
    with pytest.raises(NothingToPay):
        prepare(account_id=on.account.pk, execution_date=DAY, by=on.treasurer, at=AT)


def test_not_withdrawn_once_it_is_in_a_batch(on: Stage) -> None:
    row = pay(on, 100_00)
    prepare(account_id=on.account.pk, execution_date=DAY, by=on.treasurer, at=AT)
    with pytest.raises(WrongState):
        cancel(order_id=row.pk, note="too late", by=on.treasurer, at=AT)


def test_a_stranger_sees_none(on: Stage, other_client: Client) -> None:
    pay(on, 100_00)
    for who in (of_client(other_client.pk), NOBODY):
        assert orders(who) == []
        assert waiting_orders(who, at=AT) == []
        assert order_of(who, "payout:1") is None
    assert [found.amount for found in orders(of_client(on.client.pk))] == [Money(100_00)]


def test_what_was_cancelled_and_went_out_with_another_is_not_ordered_again(on: Stage) -> None:
    """Cancelled money is free: it leaves with the next payout, and is then gone."""
    first = pay(on, 500_00)
    cancel(order_id=first.pk, note="wait", by=on.treasurer, at=AT)
    pay(on, 500_00, "payout:2")
    with pytest.raises(NotCovered):
        order_again(order_id=first.pk, payee_id=on.payee.pk, by=on.treasurer, at=AT)
    assert Order.objects.filter(state="ordered").count() == 1


def test_what_was_cancelled_is_ordered_again_while_it_is_there(on: Stage) -> None:
    first = pay(on, 500_00)
    cancel(order_id=first.pk, note="wait", by=on.treasurer, at=AT)
    again = order_again(order_id=first.pk, payee_id=on.payee.pk, by=on.treasurer, at=AT)
    assert order_again(order_id=first.pk, payee_id=on.payee.pk, by=on.treasurer, at=AT) == again


@pytest.mark.parametrize("text", ["€" * 50, "x" * 141, "\ufdfa" * 20])
def test_a_text_is_measured_as_the_bank_will_read_it(on: Stage, text: str) -> None:
    """Else the whole batch would be refused at its release."""
    with pytest.raises(Refusal) as no:
        pay(on, 1_00, text=text)
    assert no.value.code == "payments.text"


@pytest.mark.parametrize("change", [{"amount_cents": 9_100_00}, {"key": "payout:2"}, {"payee": OTHER}])
def test_the_checks_see_an_order_that_was_changed_before_it_left(on: Stage, change: dict[str, Any]) -> None:
    row = pay(on, 100_00)
    assert not list(orders_are_what_was_ordered())
    if "payee" in change:
        change = {"payee": give_account(on.client.company_id, OTHER, on.clerk, on.second, AT)}
    Order.objects.filter(pk=row.pk).update(**change)
    assert [breach.code for breach in orders_are_what_was_ordered()] == ["payments.order_changed"]
