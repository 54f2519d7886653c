"""The broker's desk: a ledger and offers of his customer, compared by a job, kept, and played again to the cent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from cessie.domain.comparison import queries
from cessie.domain.comparison.ask import ask, cancel
from cessie.domain.comparison.brokers import add_broker, end_broker, end_person, invite_person
from cessie.domain.comparison.customers import forget, take_up
from cessie.domain.comparison.lay_ledger import lay_ledger
from cessie.domain.comparison.models import Customer, Ledger, Person, Result, Run
from cessie.domain.comparison.offering import drop_offer, make_offer, take_offers
from cessie.domain.comparison.play import played
from cessie.domain.comparison.rules.offers import BadOffer
from cessie.domain.comparison.work import work
from cessie.domain.parties.models import Company
from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.config.test_compare_command import LEDGER, OFFERS
from tests.domain.conftest import AT, SYSTEM, staff

ONE = {"name": "One by one", "product": "american", "yearly_minimum": "0.00"}


@dataclass
class Desk:
    """An administrator, a broker and one customer of his with a ledger."""

    chief: Viewer
    broker: Viewer
    person: Person
    customer: Customer
    ledger: Ledger

    def ask(self, **more: Any) -> Run:
        """A comparison of every offer there is."""
        offers = [each.pk for each in queries.offers(self.customer)]
        given = {"ledger_id": self.ledger.pk, "first": None, "last": None, "need": None, "offer_ids": offers} | more
        return ask(customer_id=self.customer.pk, by=self.broker, at=AT, **given)

    def play(self, run: Run) -> str:
        """As the job does."""
        return work(run_id=run.pk, processes=1, by=SYSTEM, now=lambda: AT)


def let_in(chief: Viewer, name: str) -> tuple[Viewer, Person]:
    """A broker with one person."""
    company = Company.objects.create(name=name, sort_name=name.casefold(), country="BE", created_at=AT)
    row = add_broker(company_id=company.pk, by=chief, at=AT)
    email = f"{name.split()[0].lower()}@broker.example"
    invite_person(broker_id=row.pk, email=email, name=name, language="nl", by=chief, at=AT)
    return viewer_for(User.objects.get(email=email)), Person.objects.get(broker=row)


@pytest.fixture
def desk(db: None, store_folder: Path) -> Desk:
    chief = staff("chief", "administrator")
    broker, person = let_in(chief, "Makelaar BV")
    customer = take_up(name=" Made  up BV ", number="", by=broker, at=AT)
    ledger = lay_ledger(customer_id=customer.pk, data=LEDGER.encode(), name="ledger.csv", days=30, by=broker, at=AT)
    return Desk(chief, broker, person, customer, ledger)


def test_a_comparison_is_asked_played_and_told(desk: Desk) -> None:
    take_offers(customer_id=desk.customer.pk, data=_json(OFFERS), by=desk.broker, at=AT)
    run = desk.ask(need=Money(2_000_00))
    assert (run.first, run.last, run.ways, run.state) == (date(2026, 3, 2), date(2026, 4, 20), 9, "waiting")
    assert desk.play(run) == "done"
    told = queries.comparison_of(queries.run(desk.broker, run.pk))
    assert len(told.outcomes) == 9
    assert (told.of, told.invoices, told.debtors, told.aside, told.need) == ("Made up BV", 2, 2, 50_00, 2_000_00)
    assert told.outcomes[0].costs["commission"] == 72_60
    assert told.meets(told.outcomes[0])
    again = desk.ask(need=Money(2_000_00))
    assert desk.play(again) == "done"
    other = queries.comparison_of(queries.run(desk.broker, again.pk))
    assert other.outcomes == told.outcomes  # the same inputs, the same cents
    assert all(each.same for each in queries.moved(told, other))
    make_offer(customer_id=desk.customer.pk, told=ONE | {"commission_percent": "1"}, by=desk.broker, at=AT)
    changed = desk.ask()
    assert desk.play(changed) == "done"
    differ = [each for each in queries.moved(other, queries.comparison_of(changed)) if not each.same]
    assert [(each.name, each.cost[0], each.cost[1]) for each in differ] == [("One by one", 635_25, 181_50)]


def test_a_killed_one_goes_on_where_it_was_and_a_cancelled_one_stops(desk: Desk) -> None:
    take_offers(customer_id=desk.customer.pk, data=_json(OFFERS), by=desk.broker, at=AT)
    run = desk.ask()
    seen: list[int] = []

    def dies(sales: Any, asked: Any, offers: Any, *given: Any, processes: int) -> Any:
        seen.append(len(offers))
        for place, each in enumerate(played(sales, asked, offers, *given, processes=1)):
            if len(seen) == 1 and place == 4:
                raise SystemExit
            yield each

    with patch("cessie.domain.comparison.work.played", dies):
        with pytest.raises(SystemExit):
            desk.play(run)
        assert (Run.objects.get().state, Result.objects.count()) == ("running", 4)
        assert desk.play(run) == "done"
    assert (seen, Result.objects.count()) == ([9, 5], 9)
    assert desk.play(run) == "done"  # a second worker changes nothing
    with pytest.raises(WrongState):
        cancel(run_id=run.pk, by=desk.broker, at=AT)
    other = desk.ask()
    assert cancel(run_id=other.pk, by=desk.broker, at=AT).state == "cancelled"
    assert desk.play(other) == "cancelled"
    assert Result.objects.filter(run=other).count() == 0


def test_what_cannot_be_compared_says_why(desk: Desk) -> None:
    wrong = LEDGER.replace("2026-03-02", "soon").replace("6050.00", "-1")
    bad = lay_ledger(customer_id=desk.customer.pk, data=wrong.encode(), name="w.csv", days=30, by=desk.broker, at=AT)
    assert (bad.wrong, [each["facts"]["line"] for each in bad.problems]) == (2, [2, 3])
    again = lay_ledger(customer_id=desk.customer.pk, data=LEDGER.encode(), name="x", days=30, by=desk.broker, at=AT)
    assert again == desk.ledger  # the same file is the same ledger
    make_offer(customer_id=desk.customer.pk, told=ONE | {"name": "B", "product": "full_service"}, by=desk.broker, at=AT)
    refused = desk.ask()
    assert desk.play(refused) == "refused"  # the house knows no reference rate, and none was told
    assert "EURIBOR" in str(Run.objects.get(pk=refused.pk).reason)
    with pytest.raises(Refusal, match="wrong lines"):
        desk.ask(ledger_id=bad.pk)
    with pytest.raises(Refusal, match="nothing can be played"):
        desk.ask(first=date(2026, 5, 1))
    with pytest.raises(BadOffer, match="yearly minimum"):
        make_offer(customer_id=desk.customer.pk, told={"name": "C", "product": "american"}, by=desk.broker, at=AT)


def test_a_broker_sees_his_own_customers_and_nobody_elses(desk: Desk) -> None:
    offer = make_offer(customer_id=desk.customer.pk, told=ONE, by=desk.broker, at=AT)
    run = desk.ask()
    rival, _person = let_in(desk.chief, "Rivaal NV")
    for viewer in (rival, desk.chief, staff("an", "credit"), SYSTEM):
        assert list(queries.customers(viewer)) == []
        for look in (
            lambda by=viewer: queries.run(by, run.pk),
            lambda by=viewer: queries.ledger(by, desk.ledger.pk),
            lambda by=viewer: queries.offer(by, offer.pk),
            lambda by=viewer: cancel(run_id=run.pk, by=by, at=AT),
            lambda by=viewer: drop_offer(offer_id=offer.pk, by=by, at=AT),
            lambda by=viewer: forget(customer_id=desk.customer.pk, by=by, at=AT),
        ):
            with pytest.raises(NotFound):
                look()
    assert [each.name for each in queries.customers(desk.broker, text="made")] == ["Made up BV"]
    with pytest.raises(NotAllowed):
        add_broker(company_id=desk.person.broker.company_id, by=desk.broker, at=AT)
    end_person(person_id=desk.person.pk, by=desk.chief, at=AT)
    assert list(queries.customers(desk.broker)) == []
    assert [each.company.name for each in queries.brokers(desk.chief)] == ["Makelaar BV", "Rivaal NV"]
    end_broker(broker_id=desk.person.broker_id, by=desk.chief, at=AT)
    assert [each.company.name for each in queries.brokers(desk.chief)] == ["Rivaal NV"]


def test_a_customer_is_forgotten_with_everything_of_him(desk: Desk) -> None:
    make_offer(customer_id=desk.customer.pk, told=ONE, by=desk.broker, at=AT)
    run = desk.ask()
    with pytest.raises(Refusal, match="still running"):
        forget(customer_id=desk.customer.pk, by=desk.broker, at=AT)
    desk.play(run)
    forget(customer_id=desk.customer.pk, by=desk.broker, at=AT)
    assert not any(model.objects.exists() for model in (Customer, Ledger, Run, Result))


def _json(told: Any) -> bytes:
    return json.dumps(told).encode()
