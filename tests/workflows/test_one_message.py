"""A debtor gets one message of whoever asks him: over all contracts of a client, over all clients of the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.correspondence.models import Concern
from cessie.domain.correspondence.threads import thread
from cessie.domain.documents.queries import arrivals
from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.queries import taken, touches
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.register import register_client, register_company, relate
from cessie.ledger.models import Line
from cessie.world import cast
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.domain.purchase.conftest import commission
from tests.stories.road import FIRST, Road, moment
from tests.workflows.test_chasing import ladder, reminders, turn

DAY, DUE = date(2026, 3, 2), date(2026, 4, 1)


@pytest.fixture
def house(road: Road, tmp_path: Path, settings: Settings) -> Road:
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", ""
    return road


def bought(road: Road, number: str, net: str, day: date = DAY) -> None:
    road.hand_in(road.sale(number, net, issued=day, due=DUE), day)
    road.approve(day)


def another(road: Road) -> Road:
    """A second client who sells to the same debtor, and cedes to the same house."""
    before = moment(FIRST - timedelta(days=60))
    seller = cast.actor(Random("another"), "BE", "Bakkerij", "on_time")  # noqa: S311 - play, not secrets
    company = register_company(
        name=seller.name, country="BE", identifiers=seller.identifiers, language="nl", street=seller.street,
        building=seller.building, postcode=seller.postcode, town=seller.town, by=SYSTEM, at=before,
    ).pk  # fmt: skip
    client = register_client(company_id=company, code="C002", by=SYSTEM, at=before)
    relate(client_id=client.pk, debtor_id=road.debtor_id, by=SYSTEM, at=before)
    own = add_account(company_id=company, iban=seller.iban, holder=seller.name, by=staff("a", "credit"), at=before)
    confirm_account(account_id=own.pk, by=staff("b", "treasury"), at=before)
    contract = opened(client.pk, "F002")
    return replace(road, seller=seller, client_id=client.pk, contract_id=contract, owner=of_client(client.pk))


def opened(client_id: UUID, number: str, since: date = FIRST) -> UUID:
    """A contract like the first one."""
    terms = {"advance_rate": "90", "holdback_rate": "10", "vat_country": "NL", "fee_plan": commission("3.5", 50_00)}
    return open_contract(
        client_id=client_id, number=number, preset="american", valid_from=since, changes=terms, by=SYSTEM,
        at=moment(FIRST - timedelta(days=60)),
    ).pk  # fmt: skip


def test_the_house_writes_once_for_several_clients_and_tells_none_of_another(house: Road) -> None:
    """Two invoices of two clients, late the same day: one letter names both, each client sees his own alone, and the
    books hold what is claimed under each one's contract."""
    other = another(house)
    bought(house, "A-1", "1000.00")
    bought(other, "B-1", "500.00")
    desk = staff("desk", "collection")
    ladder(desk, what=Ladder("b2b", (Step(1, 7), Step(2, 10, "former", tone="firm", costs="law"))))
    for _ in range(2):
        turn(DUE + timedelta(days=7))
    (message,) = reminders()
    assert (message.client_id, message.about, message.state) == (None, None, "sent")
    concerned = Concern.objects.filter(message=message)
    assert set(concerned.values_list("client_id", "about")) == {
        (road.client_id, road.contract_id) for road in (house, other)
    }
    said = str(message.says)
    assert all(name in said for name in (house.seller.name, other.seller.name, "A-1", "B-1"))
    assert said.count("/debtor/") == 2
    for road, own, foreign in ((house, "A-1", "B-1"), (other, "B-1", "A-1")):
        entries = thread(viewer=road.owner, client_id=road.client_id, debtor_id=road.debtor_id)
        words = [entry.words for entry in entries]
        assert own in words
        assert not any(foreign in each for each in words)
        assert all(entry.message is None or entry.message.client_id == road.client_id for entry in entries)
        assert not arrivals(viewer=road.owner).filter(document_id=message.document_id).exists()
        mine, theirs = (Invoice.objects.get(number=number).pk for number in (own, foreign))
        assert len(taken(viewer=road.owner, invoice_id=mine)) == 1
        assert not taken(viewer=road.owner, invoice_id=theirs)
        assert not touches(viewer=road.owner).exists()
    turn(DUE + timedelta(days=17))
    (_, second) = reminders()
    assert Touch.objects.get(message=second).items.count() == 2
    demanded = Line.objects.filter(account="9030").values_list("client_id", "contract_id")
    assert set(demanded) == {(road.client_id, road.contract_id) for road in (house, other)}


def test_all_contracts_of_a_client_are_in_one_message_and_each_is_offered_for_itself(house: Road) -> None:
    """A second contract follows the first; both invoices go out together, and are handed over contract by
    contract."""
    bought(house, "A-1", "1000.00")
    ended = {"state": "run_off", "ended_date": date(2026, 3, 10)}
    Contract.objects.filter(pk=house.contract_id).update(**ended)
    second = opened(house.client_id, "F002", since=date(2026, 3, 10))
    bought(replace(house, contract_id=second), "A-2", "500.00", date(2026, 3, 11))
    desk = staff("desk", "collection")
    ladder(desk, what=Ladder("b2b", (Step(1, 7), Step(2, 10, "former", act="hand_over", tone="default_notice"))))
    day = DUE + timedelta(days=7)
    turn(day)
    turn(day)
    (message,) = reminders()
    assert (message.client_id, message.about, message.concerns.count()) == (house.client_id, None, 2)
    assert Touch.objects.get().items.count() == 2
    (entry,) = (one for one in thread(viewer=house.owner, client_id=house.client_id, debtor_id=house.debtor_id)[:1])
    assert entry.words == "A-1, A-2"
    assert entry.message == message
    turn(DUE + timedelta(days=17))
    offers = Touch.objects.filter(act="hand_over")
    assert {(row.contract_id, row.state) for row in offers} == {
        (house.contract_id, "offered"), (second, "offered"),
    }  # fmt: skip
