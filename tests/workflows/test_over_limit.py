"""An invoice above what the limits leave: held, let pass by people, financed in part, and paid out to the cent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from cessie.domain.credit.set_limit import set_limit
from cessie.domain.purchase.queries import offers
from cessie.domain.purchase.reject import reject
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.workflows import clock
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.workflows.purchases.offering import clear_and_offer, offer
from cessie.world.papers import invoice
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, build, end, moment

DAY, DUE = date(2026, 3, 2), date(2026, 4, 1)
OGM = "+++090/9337/55493+++"


def hand_in(road: Road, number: str = "2026-1") -> Outcome:
    """12,100.00 with VAT."""
    sale = road.sale(number, "10000.00", issued=DAY, due=DUE, reference=OGM)
    (came,) = take_in_invoice(
        data=invoice(sale, road.house), name=f"{number}.xml", channel="portal", client_id=road.client_id,
        by=road.owner, at=moment(DAY, 9),
    )  # fmt: skip
    return came


def give(road: Road, kind: str, cents: int, hour: int = 8) -> None:
    act = {"debtor_id": road.debtor_id, "valid_from": DAY, "by": SYSTEM, "at": moment(DAY, hour)}
    set_limit(kind=kind, amount=Money(cents), **act)


def let_pass(came: UUID | None) -> str:
    assert came is not None
    act = {"note": "they pay well", "by": staff("risk", "credit"), "at": moment(DAY, 10)}
    return clear_and_offer(invoice_id=came, **act).state


@pytest.mark.parametrize("policy", ["HOLD", "PARTIAL"])
@pytest.mark.parametrize("bound", ["own", "insured", "facility"])
def test_what_the_limits_bear_is_financed_and_the_rest_comes_with_the_debtors_money(
    tmp_path: Path, store_folder: Path, policy: str, bound: str
) -> None:
    limits = {"over_limit": policy} | ({"facility": Money(4_500_00)} if bound == "facility" else {})
    road = build(tmp_path, advance=90, fee="3.5", minimum=0, limits=limits)
    if bound != "facility":
        give(road, bound, 5_000_00)
    came = hand_in(road)
    if policy == "HOLD":
        assert (came.state, [task.kind for task in Task.objects.filter(state="open")]) == ("held", ["invoice.held"])
        assert let_pass(came.invoice_id) == "accepted"
    (made,) = offers(viewer=road.owner)
    assert (made.items[0].approved, made.financed, made.holdback) == (Money(5_000_00), Money(4_500_00), Money(7_600_00))
    assert made.items[0].steps[0].code == ("price.facility" if bound == "facility" else "price.approved")
    assert road.approve(DAY) == Money(3_987_56)  # 4,500.00 - 423.50 - 88.94
    road.pay_run(DAY)
    road.bank_day(date(2026, 3, 3), Row(5_000_00, text=OGM))
    assert end()["2110"] == "-7600.00"  # a part payment releases nothing
    road.bank_day(date(2026, 3, 30), Row(7_100_00, text=OGM))
    road.pay_run(date(2026, 3, 31))
    road.bank_day(date(2026, 4, 1))
    assert end() == {"1000": "12100.00", "1005": "-11587.56", "4000": "-423.50", "2400": "-88.94"}
    assert not Task.objects.filter(state="open").exists()


def without_room(road: Road) -> UUID:
    """Accepted and offered, declined by the client; then the insurer's limit falls."""
    key = hand_in(road).invoice_id
    assert key is not None
    (first,) = offers(viewer=road.owner)
    reject(proposal_id=first.id, by=road.owner, at=moment(DAY, 9))
    give(road, "insured", 5_000_00, hour=9)
    assert not offer(invoice_id=key, at=moment(DAY, 9))
    return key


def test_room_that_goes_after_the_acceptance_asks_people_too(road: Road) -> None:
    key = without_room(road)
    assert [task.kind for task in Task.objects.filter(state="open")] == ["invoice.held"]
    assert not offer(invoice_id=key, at=moment(DAY, 9)), "it is held: no offer before people let it pass"
    assert let_pass(key) == "accepted"
    assert [row.financed for row in offers(viewer=road.owner)] == [Money(4_500_00)]
    assert not Task.objects.filter(state="open").exists()


def test_room_that_comes_back_needs_nobody(road: Road) -> None:
    without_room(road)
    clock.tick(by=SYSTEM, at=moment(DAY, 11))
    assert offers(viewer=road.owner) == ()
    give(road, "insured", 50_000_00, hour=11)
    clock.tick(by=SYSTEM, at=moment(DAY, 12))
    assert [row.financed for row in offers(viewer=road.owner)] == [Money(10_890_00)]
    assert not Task.objects.filter(state="open").exists()


def test_without_any_room_nothing_is_bought_and_nothing_charged(road: Road) -> None:
    give(road, "insured", 0)
    came = hand_in(road)
    assert let_pass(came.invoice_id) == "accepted"
    assert offers(viewer=road.owner) == ()
    assert [task.kind for task in Task.objects.filter(state="open")] == ["invoice.not_offered"]
