"""A contract ends, or goes on after all: notice, two people, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.audit.models import Event
from cessie.domain.contracts.decide_end import decide_end
from cessie.domain.contracts.models import Contract, Ending
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.contracts.propose_end import TooEarly, propose_end, propose_to_go_on
from cessie.domain.contracts.run_off import run_off
from cessie.domain.contracts.waiting import WATCHES
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.ledger.entry import Dims
from cessie.ledger.entry import Event as Happening
from cessie.ledger.post import post
from cessie.ledger.rules import purchase
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, SYSTEM, of_client, staff

pytestmark = pytest.mark.django_db
TODAY = booking_day(AT)
LAST = TODAY + timedelta(days=90)  # the notice of the preset


@pytest.fixture
def contract(client_: Client) -> Contract:
    return open_contract(
        client_id=client_.pk, number="F-001", preset="american", valid_from=date(2026, 1, 1), by=SYSTEM, at=AT
    )


@pytest.fixture
def eve() -> Viewer:
    return staff("eve", "credit")


@pytest.fixture
def bob() -> Viewer:
    return staff("bob", "administrator")


def notice(contract: Contract, by: Viewer, **other: Any) -> Ending:
    facts: dict[str, Any] = {
        "last_day": LAST, "ground": "notice", "given_by": "client", "given_date": TODAY, "note": "he sells abroad now",
    }  # fmt: skip
    return propose_end(contract_id=contract.pk, by=by, at=AT, **(facts | other))


def agreed(wish: Ending, by: Viewer) -> Ending:
    return decide_end(ending_id=wish.pk, event="agree", by=by, at=AT)


def kinds(at: Any = AT) -> list[str]:
    return [watch.kind for watch in WATCHES for _ in watch.look(at)]


def state(contract: Contract) -> tuple[str, date | None]:
    contract.refresh_from_db()
    return contract.state, contract.ended_date


def test_two_people_end_it_after_its_notice(contract: Contract, eve: Viewer, bob: Viewer) -> None:
    wish = notice(contract, eve)
    assert notice(contract, eve) == wish
    assert (state(contract), kinds()) == (("running", None), ["contract.end_proposed"])
    with pytest.raises(Refusal, match="another person"):
        agreed(wish, eve)
    for _ in range(2):
        agreed(wish, bob)
    assert state(contract) == ("ending", LAST + timedelta(days=1))
    assert kinds() == []
    assert kinds(AT + timedelta(days=80)) == ["contract.ending"]
    assert Event.objects.filter(action__startswith="contracts.").exclude(action="contracts.open").count() == 2


def test_only_people_of_the_house_who_may(contract: Contract, eve: Viewer) -> None:
    for nobody in (SYSTEM, staff("tom", "treasury"), of_client(contract.client_id)):
        with pytest.raises(NotAllowed):
            notice(contract, nobody)
    wish = notice(contract, eve)
    with pytest.raises(NotAllowed):
        agreed(wish, SYSTEM)


@pytest.mark.parametrize(
    "other",
    [
        {"last_day": LAST - timedelta(days=1)},
        {"ground": "breach", "last_day": TODAY - timedelta(days=1)},
        {"given_date": TODAY + timedelta(days=1)},
        {"note": " "},
        {"ground": "mood"},
    ],
)
def test_too_early_or_without_a_word_it_does_not_end(contract: Contract, eve: Viewer, other: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        notice(contract, eve, **other)
    assert not Ending.objects.exists()


def test_by_agreement_or_for_a_breach_it_ends_at_once(contract: Contract, eve: Viewer, bob: Viewer) -> None:
    agreed(notice(contract, eve, ground="agreement", last_day=TODAY), bob)
    assert state(contract) == ("ending", TODAY + timedelta(days=1))


def test_what_became_too_early_meanwhile_is_not_agreed(contract: Contract, eve: Viewer, bob: Viewer) -> None:
    wish = notice(contract, eve, ground="agreement", last_day=TODAY)
    with pytest.raises(TooEarly):
        decide_end(ending_id=wish.pk, event="agree", by=bob, at=AT + timedelta(days=2))
    decide_end(ending_id=wish.pk, event="decline", by=eve, at=AT)
    with pytest.raises(WrongState):
        agreed(wish, bob)
    assert state(contract) == ("running", None)


def test_until_the_last_day_is_over_it_can_go_on(contract: Contract, eve: Viewer, bob: Viewer) -> None:
    with pytest.raises(WrongState):
        propose_to_go_on(contract_id=contract.pk, note="he stays", by=eve, at=AT)
    agreed(notice(contract, eve), bob)
    wish = propose_to_go_on(contract_id=contract.pk, note="he stays", by=bob, at=AT)
    with pytest.raises(Refusal, match="decide that first"):
        propose_to_go_on(contract_id=contract.pk, note="he stays indeed", by=bob, at=AT)
    with pytest.raises(Refusal, match="is over since"):
        decide_end(ending_id=wish.pk, event="agree", by=eve, at=AT + timedelta(days=91))
    agreed(wish, eve)
    assert state(contract) == ("running", None)


def test_a_client_with_a_new_contract_does_not_go_on_with_the_old(contract: Contract, eve: Viewer, bob: Viewer) -> None:
    agreed(notice(contract, eve), bob)
    new = {"client_id": contract.client_id, "number": "F-002", "preset": "american", "by": SYSTEM, "at": AT}
    open_contract(valid_from=LAST + timedelta(days=1), **new)
    with pytest.raises(Refusal, match="new contract"):
        agreed(propose_to_go_on(contract_id=contract.pk, note="he stays", by=bob, at=AT), eve)


def test_it_runs_off_until_nothing_is_left_and_again_if_money_moves(
    contract: Contract, eve: Viewer, bob: Viewer
) -> None:
    agreed(notice(contract, eve, ground="breach", last_day=TODAY), bob)
    of = Dims(contract=contract.pk, client=contract.client_id, debtor=uuid7(), invoice=uuid7())
    tomorrow = AT + timedelta(days=1)

    def turn(move: Callable[..., Any] | None, state_after: str) -> None:
        if move is not None:
            event = Happening(str(uuid7()), booking_day(tomorrow))
            post([move(event=event, of=of)], by="test", at=tomorrow)
        for _ in range(2):
            assert run_off(contract_id=contract.pk, by=SYSTEM, at=tomorrow).state == state_after

    assert run_off(contract_id=contract.pk, by=SYSTEM, at=AT).state == "ending", "its last day is not over"
    turn(lambda **all_: purchase.purchase(face=Money(100), **all_), "run_off")
    assert kinds(tomorrow) == []
    assert kinds(tomorrow + timedelta(days=200)) == ["contract.left"]
    turn(lambda **all_: purchase.charge_back(amount=Money(100), **all_), "closed")
    contract.refresh_from_db()
    assert contract.closed_date == booking_day(tomorrow)
    turn(lambda **all_: purchase.hold_back(amount=Money(5), **all_), "run_off")  # 5 cents owed, 5 held back
    assert kinds(tomorrow) == ["contract.left"]


def test_the_database_holds_it_too(contract: Contract, eve: Viewer) -> None:
    bad = [{"ended_date": LAST}, {"state": "ending"}, {"state": "gone"}, {"state": "closed", "ended_date": LAST}]
    for fields in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            Contract.objects.update(**fields)
    wish = notice(contract, eve)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ending.objects.filter(pk=wish.pk).update(state="agreed", decided_by=wish.proposed_by)
