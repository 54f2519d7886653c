"""Which order a bank line is about: to the cent, once, or a person looks."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.payments.rules.recognise import Says, Sent, recognise
from cessie.lib.money import Money

BANK, OTHER_BANK = UUID(int=100), UUID(int=101)
A = Sent(UUID(int=1), "CSA", "CS-1", BANK, Money(50_00), "instructed")
B = Sent(UUID(int=2), "CSB", "CS-1", BANK, Money(20_00), "instructed")


def about(line: Says, *details: Says, sent: tuple[Sent, ...] = (A, B), account: UUID = BANK) -> object:
    answer = recognise(line, details, account, {order.end_to_end_id: order for order in sent})
    return answer.orders or [reason.code for reason in answer.reasons] or answer.ours


def test_a_debit_of_its_amount_is_the_order() -> None:
    assert about(Says(Money(-50_00), "CSA")) == (A.id,)


@pytest.mark.parametrize(
    ("line", "sent", "code"),
    [
        (Says(Money(-50_01), "CSA"), A, "payments.other_amount"),
        (Says(Money(-50_00), "CSA"), replace(A, state="executed"), "payments.paid_twice"),
        (Says(Money(-50_00), "CSA"), replace(A, state="returned"), "payments.paid_twice"),
        (Says(Money(-50_00), "CSA"), replace(A, state="rejected"), "payments.unawaited"),
        (Says(Money(-50_00), "CSA"), replace(A, state="batched"), "payments.unawaited"),
        (Says(Money(-50_00), "CSA"), replace(A, bank_account=OTHER_BANK), "payments.other_account"),
        (Says(Money(50_00), "CSA"), A, "payments.unawaited"),
        (Says(Money(49_00), "CSA"), replace(A, state="executed"), "payments.other_amount"),
    ],
)
def test_what_does_not_fit_is_a_persons(line: Says, sent: Sent, code: str) -> None:
    assert about(line, sent=(sent,)) == [code]


def test_a_credit_that_names_an_executed_order_brings_it_back() -> None:
    assert about(Says(Money(50_00), "CSA"), sent=(replace(A, state="executed"),)) == (A.id,)


def test_a_line_of_strangers_is_not_ours() -> None:
    assert about(Says(Money(-50_00), "X"), sent=()) is False
    assert about(Says(Money(50_00), "", "CS-1")) is False


def test_a_batch_with_details_is_its_orders() -> None:
    details = (Says(Money(-50_00), "CSA"), Says(Money(-20_00), "CSB"))
    assert about(Says(Money(-70_00)), *details) == (A.id, B.id)


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ((Says(Money(-50_00), "CSA"),), "payments.loose_details"),
        ((Says(Money(-50_00), "CSA"), Says(Money(-20_00), "X")), "payments.stranger"),
        ((Says(Money(-50_00), "CSA"), Says(Money(-20_00), "CSA")), "payments.twice"),
        ((Says(Money(-40_00), "CSA"), Says(Money(-30_00), "CSB")), "payments.other_amount"),
    ],
)
def test_a_batch_that_does_not_fit_in_each_part_is_a_persons(details: tuple[Says, ...], code: str) -> None:
    answer = about(Says(Money(-70_00)), *details)
    assert isinstance(answer, list)
    assert code in answer


def test_a_batch_without_details_is_all_that_is_on_its_way() -> None:
    assert about(Says(Money(-70_00), "", "CS-1")) == (A.id, B.id)
    refused = replace(B, state="rejected")
    assert about(Says(Money(-50_00), "", "CS-1"), sent=(A, refused)) == (A.id,)
    assert about(Says(Money(-70_00), "", "CS-1"), sent=(A, refused)) == ["payments.other_sum"]


STATES = st.sampled_from(["ordered", "batched", "instructed", "executed", "rejected", "returned", "cancelled"])


@given(
    cents=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    states=st.lists(STATES, min_size=4, max_size=4),
    parts=st.lists(st.tuples(st.integers(0, 4), st.integers(-5, 5)), max_size=4),
    line=st.integers(-12, 12),
    named=st.integers(-1, 4),
    batch=st.booleans(),
)
def test_whatever_the_bank_says_the_orders_it_names_are_exactly_its_amount(
    cents: list[int], states: list[str], parts: list[tuple[int, int]], line: int, named: int, batch: bool
) -> None:
    sent = {f"CS{i}": Sent(UUID(int=i + 1), f"CS{i}", "B", BANK, Money(c), states[i]) for i, c in enumerate(cents)}
    says = Says(Money(line), f"CS{named}" if named >= 0 else "", "B" if batch else "")
    answer = recognise(says, [Says(Money(c), f"CS{i}") for i, c in parts], BANK, sent)
    orders = [order for order in sent.values() if order.id in answer.orders]
    assert len(orders) == len(answer.orders)
    assert not (answer.orders and answer.reasons)
    if orders:
        assert sum(order.amount.cents for order in orders) == abs(line)
        assert {order.state for order in orders} == {"instructed" if line < 0 else "executed"}
