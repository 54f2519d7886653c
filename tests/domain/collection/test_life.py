"""The life of a dossier: letters on their day, calls for a person, agreements hold, money closes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cessie.domain.collection.decide import decide
from cessie.domain.collection.look import look
from cessie.domain.collection.models import Act, Dossier, Turn
from cessie.domain.collection.note_call import NotNow, note_call
from cessie.domain.collection.queries import calls, known_by, to_look_at
from cessie.domain.collection.standing import stand_of
from cessie.domain.collection.still import still_demands
from cessie.domain.collection.tend import add_cost, answer_complaint, assign, care, complain, set_cause
from cessie.domain.collection.write_demand import write_demand
from cessie.domain.correspondence.models import Message
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.parties.register import register_company, register_debtor, relate
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows.follow_up import collection
from tests.domain.collection.life import BEGUN, opened
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.domain.owed import Owed

DAY = timedelta(days=1)


@pytest.fixture
def dossier(owed: Owed) -> Dossier:
    return opened(owed, owed.invoice("F-1", 1_000_00))


@pytest.fixture
def cis(db: None) -> Viewer:
    """Collection."""
    return staff("cis", "collection")


def looked(dossier: Dossier, days: int = 0) -> Dossier:
    return look(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN + days * DAY)


def test_a_letter_goes_at_once_and_only_once(dossier: Dossier) -> None:
    looked(dossier)
    looked(dossier)
    message = Message.objects.get(kind="collection")
    assert Act.objects.get().message == message
    says = message.says
    assert (says["stage"], says["payment"], says["iban"]) == ("first", dossier.reference, "BE71096123456769")
    assert says["items"][0][4:7] == [1_000_00, stand_of(dossier, booking_day(BEGUN)).up.open.interest.cents, 40_00]
    assert dossier.pk not in to_look_at(booking_day(BEGUN), most=10)


def test_the_call_comes_on_its_day_and_is_ranked(dossier: Dossier, cis: Viewer) -> None:
    looked(dossier)
    looked(dossier, 3)
    assert not calls(viewer=cis)
    looked(dossier, 7)
    looked(dossier, 8)
    (act,) = calls(viewer=cis)
    assert act.worth_cents > 0
    assert act.reasons[0]["code"] == "collection.worth"
    with pytest.raises(NotNow):
        note_call(act_id=act.pk, result="promise", by=cis, at=BEGUN + 8 * DAY + timedelta(hours=12))  # at night
    noted = note_call(act_id=act.pk, result="refuses", note="zegt nee", by=cis, at=BEGUN + 8 * DAY)
    assert note_call(act_id=act.pk, result="refuses", by=cis, at=BEGUN + 8 * DAY) == noted
    dossier.refresh_from_db()
    assert dossier.cause == "will_not"


def test_a_dispute_stops_it_and_a_planned_call_goes(owed: Owed, dossier: Dossier) -> None:
    looked(dossier)
    looked(dossier, 7)
    invoice = dossier.claims.get().invoice
    assert invoice is not None
    at = BEGUN + 7 * DAY
    raise_dispute(invoice_id=invoice.pk, ground="quality", words="kapot", by=owed.visitor(), at=at)
    assert dossier.pk in to_look_at(booking_day(at), most=10)
    assert looked(dossier, 7).state == "disputed"
    assert set(Act.objects.values_list("kind", "state")) == {("letter", "done"), ("call", "dropped")}
    assert looked(dossier, 60).state == "disputed"
    assert Act.objects.count() == 2


def test_a_letter_that_waits_does_not_leave_once_it_is_paid(owed: Owed, dossier: Dossier) -> None:
    looked(dossier)
    message = Message.objects.get(kind="collection")
    assert still_demands(message_id=message.pk, at=BEGUN)
    invoice = dossier.claims.get().invoice
    assert invoice is not None
    owed.less(invoice, 400_00, BEGUN + DAY)
    assert not collection.still(message.pk, by=SYSTEM, at=BEGUN + 2 * DAY)
    message.refresh_from_db()
    assert message.state == "dropped"


def test_what_is_paid_closes_it(owed: Owed, dossier: Dossier) -> None:
    looked(dossier)
    invoice = dossier.claims.get().invoice
    assert invoice is not None
    owed.less(invoice, 1_000_00, BEGUN + DAY, credited=True)
    closed = looked(dossier, 2)
    assert (closed.state, closed.closed_by) == ("closed_paid", SYSTEM.key)
    with pytest.raises(Refusal):
        care(dossier_id=dossier.pk, vulnerable=True, words="x", by=SYSTEM, at=BEGUN)


def test_a_complaint_stops_everything_until_it_is_answered(dossier: Dossier, cis: Viewer) -> None:
    row = complain(dossier_id=dossier.pk, words="te veel", by=cis, at=BEGUN)
    assert complain(dossier_id=dossier.pk, words="nog", by=cis, at=BEGUN) == row
    looked(dossier)
    assert not Act.objects.exists()
    answer_complaint(dossier_id=dossier.pk, answer="uitgelegd", by=cis, at=BEGUN)
    looked(dossier)
    assert Act.objects.count() == 1


def test_a_person_decides_with_words_and_the_principal_may_recall(owed: Owed, dossier: Dossier, cis: Viewer) -> None:
    looked(dossier)
    looked(dossier, 7)
    with pytest.raises(Refusal):
        decide(dossier_id=dossier.pk, event="ask_principal", words=" ", by=cis, at=BEGUN)
    asked = decide(dossier_id=dossier.pk, event="ask_principal", words="bewijs?", by=cis, at=BEGUN)
    assert asked.state == "waiting_principal"
    assert Act.objects.get(kind="call").state == "dropped"
    with pytest.raises(NotFound):
        decide(dossier_id=dossier.pk, event="recall", words="x", by=of_client(dossier.pk), at=BEGUN)
    mine = of_client(owed.client.pk)
    with pytest.raises(NotAllowed):
        decide(dossier_id=dossier.pk, event="settle", words="x", by=mine, at=BEGUN)
    assert decide(dossier_id=dossier.pk, event="resume", words="bijlage", by=mine, at=BEGUN).state == "amicable"
    assert (
        decide(dossier_id=dossier.pk, event="recall", words="laat maar", by=mine, at=BEGUN).state == "closed_recalled"
    )
    assert decide(dossier_id=dossier.pk, event="reopen", words="toch", by=cis, at=BEGUN).state == "amicable"
    decide(dossier_id=dossier.pk, event="bar", words="te oud", by=cis, at=BEGUN)
    with pytest.raises(WrongState):
        decide(dossier_id=dossier.pk, event="reopen", words="toch", by=cis, at=BEGUN)


def test_the_agent_is_who_has_least_to_do(owed: Owed, dossier: Dossier, cis: Viewer) -> None:
    assert assign(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN).agent_id == cis.user_id
    dan = staff("dan", "collection")
    kept = assign(dossier_id=dossier.pk, only_new=True, by=SYSTEM, at=BEGUN)
    assert kept.agent_id == cis.user_id
    assert assign(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN).agent_id == dan.user_id


def test_costs_and_causes_say_by_which_article_and_why(dossier: Dossier, cis: Viewer) -> None:
    more = {"dossier_id": dossier.pk, "key": "b1", "kind": "bailiff", "on": booking_day(BEGUN), "by": cis, "at": BEGUN}
    with pytest.raises(Refusal):
        add_cost(amount=Money(50_00), article=" ", **more)
    row = add_cost(amount=Money(50_00), article="KB 30 november 1976", **more)
    assert add_cost(amount=Money(50_00), article="KB 30 november 1976", **more) == row
    assert stand_of(dossier, booking_day(BEGUN)).up.open.costs == Money(90_00)
    set_cause(dossier_id=dossier.pk, cause="cannot", by=cis, at=BEGUN)
    assert Turn.objects.filter(event="cause").count() == 1
    with pytest.raises(Refusal):
        set_cause(dossier_id=dossier.pk, cause="lazy", by=cis, at=BEGUN)


def test_a_turn_of_the_clock_works_on_all_and_twice_does_nothing(dossier: Dossier) -> None:
    assert collection.turn(by=SYSTEM, at=BEGUN).looked == 1
    assert collection.turn(by=SYSTEM, at=BEGUN).looked == 0
    assert Message.objects.filter(kind="collection").count() == 1


def test_a_payment_is_known_by_the_reference_of_its_dossier(dossier: Dossier) -> None:
    assert known_by(references=[dossier.reference]) == ((dossier.pk, True),)
    assert known_by(references=[], invoices=["F-1"]) == ((dossier.pk, False),)
    assert known_by(references=["RF18539007547034"], invoices=["X"]) == ()


def test_what_cannot_be_worked_on_holds_up_nobody(
    owed: Owed, dossier: Dossier, cis: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of two dossiers of a turn refuses its letter: the other's is written, and only the first comes again."""
    company = register_company(name="Ander BV", country="BE", identifiers={"vat": "BE0403170701"}, by=SYSTEM, at=BEGUN)
    owed.debtor = register_debtor(company_id=company.pk, by=SYSTEM, at=BEGUN)
    relate(client_id=owed.client.pk, debtor_id=owed.debtor.pk, by=SYSTEM, at=BEGUN)
    second = opened(owed, owed.invoice("F-2", 500_00))

    def refuse(*, act: Act, **rest: Any) -> Message:
        if act.dossier_id == dossier.pk:
            raise Refusal("collection.no_account", "no")
        return write_demand(act=act, **rest)

    monkeypatch.setattr("cessie.domain.collection.look.write_demand", refuse)
    done = collection.turn(by=SYSTEM, at=BEGUN)
    assert (done.looked, done.failed) == (1, 1)
    assert list(Act.objects.values_list("dossier_id", flat=True)) == [second.pk]
    assert to_look_at(booking_day(BEGUN), most=10) == (dossier.pk,)
