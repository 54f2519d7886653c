"""The client's word: bought and ordered together, once, or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.accounts import end_account
from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.models import Order
from cessie.domain.purchase.accept import Purchased
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.queries import ProposalFacts, offers
from cessie.domain.purchase.refusals import AlreadyDecided, Blocked
from cessie.domain.users.rules.viewer import NotFound
from cessie.domain.work.models import Task
from cessie.ledger.models import Entry
from cessie.lib.correlation import correlated
from cessie.lib.money import Money
from cessie.workflows.money import paying
from cessie.workflows.purchases import buying
from tests.domain.conftest import NOBODY, SYSTEM
from tests.stories.road import Road, moment
from tests.workflows.together import together

DAY = date(2026, 3, 2)


@pytest.fixture
def offered(road: Road) -> ProposalFacts:
    """1,210.00 offered: 1,089.00 financed, fee 50.00 and VAT."""
    road.hand_in(road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    (found,) = offers(viewer=road.owner)
    return found


def act(road: Road, offer: ProposalFacts, **changes: Any) -> Purchased:
    words = {"proposal_id": offer.id, "digest": offer.digest, "by": road.owner, "at": moment(DAY, 11)}
    return buying.approve(**(words | changes))


def test_bought_and_ordered_for_the_same_amount(road: Road, offered: ProposalFacts) -> None:
    bought = act(road, offered)
    order = Order.objects.get()
    assert bought.payout == offered.payout == Money(order.amount_cents)
    assert (order.state, order.key, order.rule) == ("ordered", f"payout:{offered.id}", "P04")
    with pytest.raises(AlreadyDecided):
        act(road, offered)
    assert Order.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_buy_once_and_order_once(road: Road, offered: ProposalFacts) -> None:
    outcomes = together(lambda: act(road, offered), times=3)
    assert sum(isinstance(outcome, Purchased) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyDecided) for outcome in outcomes) == 2
    assert (Order.objects.count(), Entry.objects.filter(rule="P01").count()) == (1, 1)


def test_nothing_is_bought_when_the_payout_cannot_be_ordered(
    road: Road, offered: ProposalFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(paying, "order", fails)
    with pytest.raises(RuntimeError):
        act(road, offered)
    assert Proposal.objects.get().state == "offered"
    assert not Entry.objects.exclude(rule="P00").exists()


def test_a_client_without_an_account_has_sold_and_somebody_is_asked_for_it(road: Road, offered: ProposalFacts) -> None:
    theirs = BankAccount.objects.get(iban=road.seller.iban)
    end_account(account_id=theirs.pk, by=SYSTEM, at=moment(DAY, 10))
    act(road, offered)
    assert not Order.objects.exists()
    task = Task.objects.get()
    assert (task.kind, task.client_id) == ("payout.no_account", road.client_id)
    assert task.reasons[0]["facts"]["amount"] == {"cents": offered.payout.cents, "currency": "EUR"}


def test_what_changed_since_blocks_the_offer_and_nothing_is_half_done(road: Road, offered: ProposalFacts) -> None:
    for kind in ("own", "insured"):
        set_limit(debtor_id=road.debtor_id, kind=kind, amount=Money(0), valid_from=DAY, by=SYSTEM, at=moment(DAY, 10))
    with pytest.raises(Blocked):
        act(road, offered)
    assert Proposal.objects.get().state == "blocked"
    assert [task.kind for task in Task.objects.all()] == ["proposal.blocked"]
    assert not Order.objects.exists()
    assert not Entry.objects.exclude(rule="P00").exists()


def test_strangers_buy_nothing(road: Road, offered: ProposalFacts) -> None:
    with pytest.raises(NotFound):
        act(road, offered, by=NOBODY)
    assert Proposal.objects.get().state == "offered"


def test_an_order_carries_the_name_of_the_request_into_the_books(road: Road, offered: ProposalFacts) -> None:
    from cessie.domain.audit.models import Event

    with correlated("click-77"):
        act(road, offered, at=moment(DAY, 11) + timedelta(minutes=1))
    assert set(Event.objects.filter(action__in=["purchase.accept", "payments.order"]).values_list("request_id")) == {
        ("click-77",)
    }
