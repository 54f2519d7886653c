"""A payout whose money a debt of the client has taken since it was ordered stays out, and a person decides."""

from __future__ import annotations

import pytest

from cessie.domain.payments.cover import NOT_COVERED
from cessie.domain.payments.discard import discard
from cessie.domain.payments.models import Order
from cessie.domain.payments.prepare import Held, NothingToPay
from cessie.domain.payments.queries import waiting_orders
from cessie.domain.payments.set_off import set_off
from cessie.domain.payments.waiting import WATCHES
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, SYSTEM
from tests.domain.payments.test_prepare import batch_of
from tests.money_out import Stage, owe, pay, take


def holds(on: Stage) -> dict[str, list[str]]:
    return {order.key: [reason.code for reason in order.holds] for order in waiting_orders(on.treasurer, at=AT)}


def waits() -> list[str]:
    return [watch.kind for watch in WATCHES for _ in watch.look(AT)]


def test_it_is_left_out_told_and_waits_for_a_person_while_the_others_leave(on: Stage) -> None:
    rows = {key: pay(on, cents, key) for key, cents in (("a", 200_00), ("b", 250_00), ("c", 50_00))}
    take(on.contract, Money(150_00))  # 350.00 is left
    assert holds(on) == {"a": [], "b": [NOT_COVERED], "c": []}
    (reason,) = waiting_orders(on.treasurer, ids=[rows["b"].pk], at=AT)[0].holds
    assert (reason.facts["amount"], reason.facts["left"]) == (Money(250_00), Money(150_00))
    assert waits() == ["payments.uncovered"]
    with pytest.raises(Held):
        batch_of(on, order_ids=[row.pk for row in rows.values()])
    batch = batch_of(on)
    assert set(batch.orders.values_list("key", flat=True)) == {"a", "c"}
    assert holds(on) == {"b": [NOT_COVERED]}, "what lies in a batch is served first"
    with pytest.raises(NothingToPay):
        batch_of(on)
    owe(on.contract, Money(150_00))  # the next sale settles the debt
    assert holds(on) == {"b": []}
    assert waits() == ["batch.draft"]


def test_what_is_left_is_paid_and_the_rest_set_off_once(on: Stage) -> None:
    row = pay(on, 300_00)
    take(on.contract, Money(380_00))
    with pytest.raises(NotAllowed):
        set_off(order_id=row.pk, by=on.clerk, at=AT)
    new = set_off(order_id=row.pk, by=on.treasurer, at=AT)
    assert new is not None
    assert (new.amount_cents, new.payee_id, new.key) == (120_00, row.payee_id, f"again:{row.pk}")
    assert set_off(order_id=row.pk, by=on.treasurer, at=AT) == new
    kept = Order.objects.get(pk=row.pk)
    assert (kept.state, kept.refusal["code"]) == ("cancelled", "payments.set_off")
    assert holds(on) == {new.key: []}
    with pytest.raises(Refusal, match="whole amount"):
        set_off(order_id=new.pk, by=on.treasurer, at=AT)
    discard(batch_id=batch_of(on).pk, by=on.second, at=AT)


def test_where_a_debt_took_all_nothing_is_ordered(on: Stage) -> None:
    row = pay(on, 300_00)
    take(on.contract, Money(700_00))
    assert set_off(order_id=row.pk, by=on.treasurer, at=AT) is None
    assert Order.objects.get().state == "cancelled"
    with pytest.raises(Refusal, match="wait any more"):
        set_off(order_id=row.pk, by=SYSTEM, at=AT)
