"""An accepted invoice gets its offer by itself; what stands in the way is somebody's task."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cessie.domain.credit.set_limit import set_limit
from cessie.domain.purchase.models import Item, Proposal
from cessie.domain.purchase.queries import offers
from cessie.domain.purchase.reject import reject
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.workflows.incoming.intake import look_again_at_held, take_in_invoice
from cessie.workflows.purchases import offering
from cessie.workflows.purchases.offering import clear_and_offer, offer
from cessie.world.papers import invoice
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import Road, moment
from tests.workflows.together import all_look_first, together

DAY = date(2026, 3, 2)
NOON = moment(DAY, 12)


def give(road: Road, cents: int) -> None:
    for kind in ("own", "insured"):
        set_limit(
            debtor_id=road.debtor_id, kind=kind, amount=Money(cents), valid_from=DAY, by=SYSTEM, at=moment(DAY, 8)
        )


def accepted(road: Road, number: str = "2026-1") -> UUID:
    sale = road.sale(number, "1000.00", issued=DAY, due=date(2026, 4, 1))
    key = road.hand_in(sale, DAY).invoice_id
    assert key is not None
    return key


def without_offer(road: Road) -> UUID:
    """Accepted, and the client said no to the first offer."""
    key = accepted(road)
    (first,) = offers(viewer=road.owner)
    reject(proposal_id=first.id, by=road.owner, at=moment(DAY, 11))
    return key


def test_again_is_the_same_offer(road: Road) -> None:
    key = accepted(road)
    assert [offer(invoice_id=key, at=NOON) for _ in range(2)] == [True, True]
    assert Proposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_offer_and_no_doubt(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    key = without_offer(road)
    all_look_first(monkeypatch, offering, "has_offer")
    assert together(lambda: offer(invoice_id=key, at=NOON)) == [True, True]
    assert len(offers(viewer=road.owner)) == 1
    assert not Task.objects.exists(), "nothing stood in the way: the other was faster"


def test_without_room_a_person_is_asked_and_room_closes_his_task(road: Road) -> None:
    key = without_offer(road)
    give(road, 100_00)
    assert [offer(invoice_id=key, at=NOON) for _ in range(2)] == [False, False]
    task = Task.objects.get()
    assert (task.kind, task.subject_id) == ("invoice.held", str(key))
    assert [reason["code"] for reason in task.reasons] == ["credit.over_limit"]
    assert not offers(viewer=road.owner)
    give(road, 100_000_00)
    assert look_again_at_held(at=moment(DAY, 13)) == 1
    assert offers(viewer=road.owner)
    task.refresh_from_db()
    assert (task.state, task.decision) == ("closed", "accepted")


def test_the_second_word_on_a_held_invoice_offers_it(road: Road) -> None:
    stranger = road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1))
    data = invoice(stranger, road.buyer)  # payable to the debtor himself
    (outcome,) = take_in_invoice(
        data=data, name="a.xml", channel="portal", client_id=road.client_id, by=road.owner, at=moment(DAY)
    )
    assert (outcome.state, outcome.invoice_id is None) == ("held", False)
    key = outcome.invoice_id
    assert key is not None
    states = []
    for name in ("first", "other"):
        person = staff(name, "credit")
        states.append(clear_and_offer(invoice_id=key, note="asked", by=person, at=NOON).state)
        assert Item.objects.filter(invoice_id=key).count() == (states[-1] == "accepted")
    assert states == ["held", "accepted"]
    assert not Task.objects.filter(state="open").exists()
