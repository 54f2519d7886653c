"""Drawings: never more than is available, never twice; above the facility a second person; stopped if not borne."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from cessie.domain.availability.decide import decide, withdraw
from cessie.domain.availability.draw import draw, draw_all
from cessie.domain.availability.drawable import NotAvailable
from cessie.domain.availability.models import Drawing, Run
from cessie.domain.availability.run import run
from cessie.domain.availability.set_aside import set_aside
from cessie.domain.availability.waiting import WATCHES
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.balances import drawing as night
from tests.domain.availability.conftest import LATER, Sell
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.domain.purchase.test_purchase import at_once

#: Of 10,000.00: 1,000.00 in the fund, 100.00 commission, 21.00 VAT.
ALL = 8_879_00


def ask(contract: UUID, cents: int, by: Viewer, *, seen: int = ALL, at: datetime = LATER) -> Drawing:
    return draw(contract_id=contract, amount=Money(cents), seen=Money(seen), by=by, at=at)


@pytest.fixture
def bought(drawing_contract: UUID, sell: Sell) -> UUID:
    sell(drawing_contract, A1=10_000_00)
    return drawing_contract


#: A facility of 5,000.00, above which a person may let a drawing pass.
TIGHT = pytest.mark.parametrize("more", [{"limits": {"facility": Money(5_000_00), "over_facility": "SURCHARGE"}}])


def test_the_owner_draws_what_is_available_once(bought: UUID, owner: Viewer) -> None:
    drawn = ask(bought, 5_000_00, owner)
    order = Order.objects.get(key=f"draw:{drawn.pk}")
    assert (order.rule, order.amount_cents, order.text, drawn.state) == ("P04", 5_000_00, "F001 D1", "ordered")
    with pytest.raises(NotAvailable):  # the second click
        ask(bought, 5_000_00, owner)
    with pytest.raises(NotAvailable):
        ask(bought, 3_879_01, owner, seen=3_879_00)
    ask(bought, 3_879_00, owner, seen=3_879_00)
    assert run(contract_id=bought, by=SYSTEM, at=LATER).net_cents == 0
    assert ledger.client_accounts([bought])[bought] == Money(-ALL)  # it leaves with two people's word


def test_nobody_else_draws(bought: UUID, owner: Viewer) -> None:
    for other in (of_client(uuid7()), staff("t", "treasury"), of_client(*owner.client_ids, signs=False), SYSTEM):
        with pytest.raises((NotAllowed, NotFound)):
            ask(bought, 1_00, other)
    assert not Drawing.objects.exists()


@TIGHT
def test_what_is_above_the_facility_another_person_lets_pass(bought: UUID, owner: Viewer, an: Viewer) -> None:
    seen = 5_000_00 - 121_00
    asked = ask(bought, 6_000_00, owner, seen=seen)
    assert (asked.state, asked.above_cents) == ("asked", 6_000_00 - seen)
    assert not Order.objects.exists()
    assert [len(list(watch.look(LATER))) for watch in WATCHES] == [1, 0, 0]
    with pytest.raises(NotAvailable):  # one at a time
        ask(bought, 1_00, owner, seen=seen)
    for other in (owner, SYSTEM, staff("t", "treasury")):
        with pytest.raises(NotAllowed):
            decide(drawing_id=asked.pk, agree=True, by=other, at=LATER)
    done = decide(drawing_id=asked.pk, agree=True, by=an, at=LATER)
    assert decide(drawing_id=asked.pk, agree=True, by=an, at=LATER).pk == done.pk
    assert Order.objects.get().amount_cents == 6_000_00
    with pytest.raises(Refusal):
        decide(drawing_id=asked.pk, agree=False, note="too late", by=an, at=LATER)


@TIGHT
def test_even_a_person_lets_no_more_pass_than_the_invoices_bear(bought: UUID, owner: Viewer, an: Viewer) -> None:
    with pytest.raises(NotAvailable):
        ask(bought, ALL + 1, owner, seen=4_879_00)
    asked = ask(bought, ALL, owner, seen=4_879_00)
    set_aside(contract_id=bought, amount=Money(1_00), note="a doubt", by=an, at=LATER)
    with pytest.raises(NotAvailable):
        decide(drawing_id=asked.pk, agree=True, by=an, at=LATER)
    with pytest.raises(Refusal):
        decide(drawing_id=asked.pk, agree=False, by=an, at=LATER)
    assert decide(drawing_id=asked.pk, agree=False, note="no", by=an, at=LATER).state == "refused"
    again = ask(bought, 5_000_00, owner, seen=4_879_00)
    assert withdraw(drawing_id=again.pk, by=owner, at=LATER).state == "withdrawn"
    with pytest.raises(NotFound):
        withdraw(drawing_id=again.pk, by=of_client(uuid7()), at=LATER)


@pytest.mark.parametrize("more", [{"auto_draw": True}])
def test_the_night_draws_all_where_the_contract_says_so(bought: UUID) -> None:
    with pytest.raises(NotAllowed):
        draw_all(contract_id=bought, by=of_client(uuid7()), at=LATER)
    for _ in range(2):
        assert night.night(by=SYSTEM, at=LATER) == 1
    assert list(Drawing.objects.values_list("amount_cents", flat=True)) == [ALL]


def test_the_night_draws_nothing_where_it_is_on_request(bought: UUID) -> None:
    assert night.night(by=SYSTEM, at=LATER) == 1
    assert not Drawing.objects.exists()


def test_what_is_not_borne_any_more_is_stopped_the_newest_first(bought: UUID, owner: Viewer, an: Viewer) -> None:
    ask(bought, 4_000_00, owner)
    ask(bought, 4_879_00, owner, seen=4_879_00, at=LATER + timedelta(minutes=1))
    set_aside(contract_id=bought, amount=Money(1_000_00), note="a doubt", by=an, at=LATER + timedelta(minutes=2))
    at = LATER + timedelta(minutes=3)
    assert run(contract_id=bought, by=SYSTEM, at=at).over_cents == 1_000_00
    assert [len(list(watch.look(at))) for watch in WATCHES] == [0, 1, 0]
    night.night(by=SYSTEM, at=at)
    assert list(Drawing.objects.order_by("number").values_list("state", flat=True)) == ["ordered", "stopped"]
    assert list(Order.objects.order_by("ordered_at").values_list("state", flat=True)) == ["ordered", "cancelled"]


def test_the_database_keeps_what_was_judged(bought: UUID, owner: Viewer) -> None:
    drawn = ask(bought, 5_000_00, owner)
    assert drawn.run == Run.objects.earliest("made_at")
    assert drawn.run.net_cents == ALL


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_both_draw_the_last_euro(
    drawing_contract: UUID, sell: Callable[..., Any], owner: Viewer
) -> None:
    sell(drawing_contract, A1=10_000_00)
    outcomes = at_once([lambda: ask(drawing_contract, ALL, owner) for _ in range(3)])
    assert sum(isinstance(outcome, Drawing) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NotAvailable) for outcome in outcomes) == 2
    assert [order.amount_cents for order in Order.objects.all()] == [ALL]
