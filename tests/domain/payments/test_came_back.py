"""What the bank refused or sent back is paid again: whole, or what a debt of the client has left of it."""

from __future__ import annotations

import pytest

from cessie.domain.payments.came_back import came_back
from cessie.domain.payments.models import Order
from cessie.domain.payments.order_again import NotCovered, order_again
from cessie.domain.payments.take_report import take_report
from cessie.lib.money import Money
from tests.bank_files import pain002
from tests.domain.conftest import AT, SYSTEM, of_client
from tests.domain.payments.test_execute import released
from tests.money_out import Stage, take


def refused(row: Order) -> None:
    assert row.batch is not None
    data = pain002(row.batch.number, [(row.end_to_end_id, "RJCT", "AC04")])
    take_report(data=data, name="r.xml", by=SYSTEM, at=AT)


def left(on: Stage) -> list[Money]:
    return [each.left for each in came_back(on.treasurer)]


def test_what_a_debt_has_left_is_paid_again_once(on: Stage) -> None:
    row, _other = released(on, 300_00, 100_00)
    refused(row)
    (back,) = came_back(on.treasurer)
    assert (back.order.id, back.left, back.accounts) == (row.pk, Money(300_00), (on.payee,))
    assert came_back(of_client(on.client.pk)) == ()
    take(on.contract, Money(250_00))  # 150.00 is left
    assert left(on) == [Money(150_00)]
    again = {"order_id": row.pk, "payee_id": on.payee.pk, "by": on.treasurer, "at": AT}
    with pytest.raises(NotCovered):
        order_again(**again)
    new = order_again(**again, whole=False)
    assert (new.amount_cents, new.key) == (150_00, f"again:{row.pk}")
    assert order_again(**again, whole=False) == order_again(**again) == new
    assert left(on) == []


def test_two_that_came_back_do_not_share_the_same_money(on: Stage) -> None:
    one, two = released(on, 300_00, 100_00)
    refused(one)
    refused(two)
    take(on.contract, Money(350_00))  # 150.00 is left for both
    assert left(on) == [Money(50_00), Money(0)]
    new = order_again(order_id=one.pk, payee_id=on.payee.pk, whole=False, by=on.treasurer, at=AT)
    assert new.amount_cents == 50_00
    assert left(on) == [Money(100_00)]
    order_again(order_id=two.pk, payee_id=on.payee.pk, by=on.treasurer, at=AT)
    assert left(on) == []
