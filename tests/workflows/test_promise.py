"""From hand-over to money: the clock of a real payout, the warning before it is late, and what is told afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cessie.domain.payments.models import Order
from cessie.domain.payments.order_again import order_again
from cessie.domain.purchase.promise import clock_of, paid_between, payouts, running
from cessie.domain.purchase.queries import proposals
from cessie.domain.purchase.rules.promise import Clock
from cessie.domain.work.models import Task
from cessie.workflows.house.waiting import look_round
from tests.domain.conftest import NOBODY, SYSTEM
from tests.stories.road import Road, moment

DAY = date(2026, 3, 2)  # a Monday
NEXT = date(2026, 3, 3)


def clock_at(road: Road, at: datetime) -> Clock:
    (offer,) = proposals(viewer=road.owner)
    found = clock_of(offer=offer, at=at)
    assert found is not None
    return found


def warned(at: datetime) -> list[str]:
    look_round(by=SYSTEM, at=at)
    return list(Task.objects.filter(kind="payout.promise", state="open").values_list("subject_type", flat=True))


def test_the_clock_runs_warns_and_stops_with_the_money(road: Road) -> None:
    road.hand_in(road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1)), DAY)  # at nine
    assert clock_at(road, moment(DAY, 11)).due_at == moment(NEXT, 9)
    assert warned(moment(NEXT, 8)) == [], "an offer waits for its client"
    road.approve(DAY)
    assert warned(moment(DAY, 13)) == []
    assert warned(moment(DAY, 14)) == ["purchase.Proposal"], "the bank takes it until nine: four staffed hours"
    assert Task.objects.get(kind="payout.promise").due_at == moment(NEXT, 9)
    assert clock_at(road, moment(NEXT, 10)).standing == "late"
    road.pay_run(DAY)
    assert [pair[1].standing for pair in payouts(viewer=SYSTEM, at=moment(DAY, 17))] == ["soon"], "sent is not paid"
    road.bank_day(DAY)
    assert warned(moment(DAY, 22)) == []
    clock = clock_at(road, moment(NEXT, 20))
    assert (clock.standing, clock.paid_at, clock.elapsed) == ("kept", moment(DAY, 16), timedelta(hours=7))
    assert running(viewer=SYSTEM, at=moment(NEXT, 20)) == []
    (row,) = paid_between(viewer=road.owner, first=DAY, last=DAY)
    assert (row.number, row.elapsed, row.bank, row.kept) == ("2026-1", timedelta(hours=7), timedelta(hours=7), True)
    assert row.client_took == timedelta(hours=2)
    assert paid_between(viewer=SYSTEM, first=NEXT, last=NEXT) == []
    assert paid_between(viewer=NOBODY, first=DAY, last=DAY) == []


def test_money_that_came_back_runs_on_until_it_is_paid_again(road: Road) -> None:
    road.hand_in(road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    road.approve(DAY)
    order = Order.objects.get()
    Order.objects.update(state="cancelled")
    assert order.payee_id is not None
    order_again(order_id=order.pk, payee_id=order.payee_id, by=road.treasurer, at=moment(NEXT, 10))
    assert clock_at(road, moment(NEXT, 12)).standing == "late"
    assert len(payouts(viewer=SYSTEM, at=moment(NEXT, 12))) == 1
    road.pay_run(NEXT)
    road.bank_day(NEXT)
    clock = clock_at(road, moment(NEXT, 22))
    assert (clock.standing, clock.paid_at) == ("broken", moment(NEXT, 16))
    assert payouts(viewer=SYSTEM, at=moment(NEXT, 22)) == []
