"""The client takes an invoice back: its offer is gone, its room is free; what is bought stays bought."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cessie.domain.credit.exposure import room
from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.queries import offers
from cessie.domain.purchase.refusals import AlreadyDecided
from cessie.domain.purchase.reject import reject
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.purchases import buying
from cessie.workflows.purchases.withdrawing import withdraw
from tests.domain.conftest import SYSTEM, of_client
from tests.stories.road import Road, moment

DAY = date(2026, 3, 2)
NOON = moment(DAY, 12)


def hand_in(road: Road, number: str, net: str = "1000.00") -> UUID:
    key = road.hand_in(road.sale(number, net, issued=DAY, due=date(2026, 4, 1)), DAY).invoice_id
    assert key is not None
    return key


def back(road: Road, key: UUID, note: str = "ordered twice", by: Viewer | None = None) -> str:
    return withdraw(invoice_id=key, note=note, by=by or road.owner, at=NOON).state


def test_its_offer_goes_and_the_others_of_it_are_offered_anew(road: Road) -> None:
    one, two = hand_in(road, "2026-1"), hand_in(road, "2026-2", "2000.00")
    for made in offers(viewer=road.owner):
        reject(proposal_id=made.id, by=road.owner, at=moment(DAY, 11))
    both = propose(client_id=road.client_id, invoice_ids=[one, two], by=SYSTEM, at=moment(DAY, 11))
    assert [back(road, one) for _ in range(2)] == ["withdrawn", "withdrawn"]
    both.refresh_from_db()
    (left,) = offers(viewer=road.owner)
    assert (both.state, [item.invoice_id for item in left.items]) == ("cancelled", [two])
    assert room(road.debtor_id, DAY).reserved == Money(2_420_00)
    with pytest.raises(AlreadyDecided):
        buying.approve(proposal_id=both.pk, digest=both.digest, by=road.owner, at=NOON)
    assert not Task.objects.filter(state="open").exists()


def test_only_who_acts_for_the_client_takes_back_and_says_why(road: Road) -> None:
    key = hand_in(road, "2026-1")
    with pytest.raises(NotFound):
        back(road, key, by=of_client(uuid7()))
    reader = Viewer(key="user:reader", kind="client", client_ids=frozenset([road.client_id]))
    for nobody in (reader, road.treasurer):
        with pytest.raises(NotAllowed):
            back(road, key, by=nobody)
    with pytest.raises(Refusal):
        back(road, key, note=" ")
    assert (Invoice.objects.get(pk=key).state, Proposal.objects.get().state) == ("accepted", "offered")


def test_what_is_bought_stays(road: Road) -> None:
    key = hand_in(road, "2026-1")
    road.approve(DAY)
    with pytest.raises(Refusal) as no:
        back(road, key)
    assert (no.value.code, Invoice.objects.get(pk=key).state) == ("purchase.sold", "accepted")
