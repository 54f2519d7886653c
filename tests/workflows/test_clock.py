"""The day's clock: any number of turns at one moment do what one does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cessie.domain.audit.models import Block, Event, Pending
from cessie.domain.credit.models import Reservation
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.accounts import add_account, confirm_account, end_account
from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.models import Order
from cessie.domain.purchase.models import Item, Proposal
from cessie.domain.purchase.queries import offers
from cessie.domain.work.models import Task
from cessie.workflows import clock
from cessie.workflows.clock import Tick
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, moment
from tests.workflows.together import together

DAY = date(2026, 3, 2)


@pytest.fixture
def offer(road: Road) -> Proposal:
    road.hand_in(road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1)), DAY)
    return Proposal.objects.get()


def test_an_offer_lapses_at_its_moment_and_gives_its_room_back(road: Road, offer: Proposal) -> None:
    clock.tick(by=SYSTEM, at=offer.expires_at - timedelta(seconds=1))
    assert Proposal.objects.get().state == "offered"
    assert clock.tick(by=SYSTEM, at=offer.expires_at).lapsed == 1
    assert (Proposal.objects.get().state, Reservation.objects.get().state) == ("expired", "freed")
    assert clock.tick(by=SYSTEM, at=offer.expires_at) == Tick(0, 0, 0)
    assert not offers(viewer=road.owner)


def test_an_accepted_invoice_without_an_offer_gets_one(road: Road, offer: Proposal) -> None:
    """The process died between the acceptance and the offer, as it would look in the tables."""
    Reservation.objects.all().delete()
    Item.objects.all().delete()
    Proposal.objects.all().delete()
    assert Invoice.objects.get().state == "accepted"
    assert [clock.tick(by=SYSTEM, at=moment(DAY, 12)).offered for _ in range(2)] == [1, 0]
    assert len(offers(viewer=road.owner)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clocks_do_what_one_does(road: Road, offer: Proposal) -> None:
    outcomes = together(lambda: clock.tick(by=SYSTEM, at=offer.expires_at), times=3)
    assert all(isinstance(outcome, Tick) for outcome in outcomes), outcomes
    assert Event.objects.filter(action="purchase.expire").count() == 1
    clock.tick(by=SYSTEM, at=offer.expires_at)
    assert not Pending.objects.exists()
    assert sum(Block.objects.values_list("count", flat=True)) == Event.objects.count()


def test_a_payout_that_waited_for_an_account_is_ordered_once_there_is_one(road: Road, offer: Proposal) -> None:
    theirs = BankAccount.objects.get(iban=road.seller.iban)
    end_account(account_id=theirs.pk, by=SYSTEM, at=moment(DAY, 10))
    road.approve(DAY)
    assert not Order.objects.exists()
    assert clock.tick(by=SYSTEM, at=moment(DAY, 12)).ordered == 0, "there is still no account"
    new = add_account(company_id=theirs.company_id, iban=theirs.iban, holder="Demo", by=SYSTEM, at=moment(DAY, 12))
    confirm_account(account_id=new.pk, by=road.second, at=moment(DAY, 13))
    assert [clock.tick(by=SYSTEM, at=moment(DAY, 14)).ordered for _ in range(2)] == [1, 0]
    assert Order.objects.get().amount_cents == offer.payout_cents
    waits = set(Task.objects.filter(state="open").values_list("kind", flat=True))
    assert "payments.held" in waits, "an account of today must be vouched for"
    assert waits == {"payments.held", "payout.promise"}, "promised by nine tomorrow: four staffed hours are left"
