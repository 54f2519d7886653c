"""What the bank refused or sent back is paid again: whole, or what a debt of the client has left of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.payments.came_back import came_back
from cessie.domain.payments.leave_unpaid import SamePerson, leave_unpaid
from cessie.domain.payments.models import LeftUnpaid, Order
from cessie.domain.payments.order_again import NotCovered, order_again
from cessie.domain.payments.spoken_for import spoken_for
from cessie.domain.payments.take_report import take_report
from cessie.domain.payments.tasks import order_task_key
from cessie.domain.users.rules.viewer import NotFound
from cessie.domain.work.models import Task
from cessie.ledger.queries import client_accounts
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
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


def test_two_people_may_leave_it_unpaid_and_then_its_money_is_free(on: Stage) -> None:
    row, _other = released(on, 300_00, 100_00)
    refused(row)
    promised = spoken_for(on.contract.pk)
    say = {"order_id": row.pk, "at": AT}
    with pytest.raises(NotFound):
        leave_unpaid(**say, event="agree", by=on.second)
    with pytest.raises(Refusal, match="why"):
        leave_unpaid(**say, event="ask", note=" ", by=on.treasurer)
    for _twice in range(2):
        leave_unpaid(**say, event="ask", note="The client asked us to keep it.", by=on.treasurer)
    (waits,) = came_back(on.treasurer)
    assert waits.unpaid is not None
    assert spoken_for(on.contract.pk) == promised
    with pytest.raises(SamePerson):
        leave_unpaid(**say, event="agree", by=on.treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        LeftUnpaid.objects.update(agreed_at=AT, agreed_by=on.treasurer.key)
    held = client_accounts([on.contract.pk])
    for _twice in range(2):
        leave_unpaid(**say, event="agree", by=on.second)
    assert came_back(on.treasurer) == ()
    assert spoken_for(on.contract.pk) == promised - Money(300_00)
    assert client_accounts([on.contract.pk]) == held, "the money came back already: nothing is posted"
    assert not Task.objects.filter(key=order_task_key(row.pk), state="open").exists()
    with pytest.raises(Refusal, match="not paid again"):
        order_again(order_id=row.pk, payee_id=on.payee.pk, by=on.treasurer, at=AT)


def test_what_is_ordered_again_cannot_be_left_unpaid(on: Stage) -> None:
    row, other = released(on, 300_00, 100_00)
    refused(row)
    say = {"order_id": row.pk, "note": "x", "at": AT}
    leave_unpaid(**say, event="ask", by=on.treasurer)
    order_again(order_id=row.pk, payee_id=on.payee.pk, by=on.treasurer, at=AT)
    with pytest.raises(Refusal, match="again"):
        leave_unpaid(**say, event="agree", by=on.second)
    with pytest.raises(Refusal, match="not come back"):
        leave_unpaid(order_id=other.pk, event="ask", note="x", by=on.treasurer, at=AT)
