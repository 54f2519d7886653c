"""A ladder's runs over what the house bought: nothing twice, nothing that was paid meanwhile, missed days caught up."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.arrangements.approve import approve
from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.look import look as arrangements_look
from cessie.domain.arrangements.rules.instalments import equal
from cessie.domain.correspondence.keep import keep
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.write import write_again
from cessie.domain.disputes.queries import disputed
from cessie.domain.dunning.begin_run import AnotherRun, begin_run
from cessie.domain.dunning.cancel import cancel
from cessie.domain.dunning.confirm import confirm
from cessie.domain.dunning.hand_over import NothingToHandOver, hand_over, take_back
from cessie.domain.dunning.models import HandedOver, Run, Touch, TouchItem
from cessie.domain.dunning.note_call import note_call
from cessie.domain.dunning.past import past_of
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.domain.dunning.set_ladder import Unsound, set_ladder
from cessie.domain.dunning.step_run import step_run
from cessie.domain.dunning.take_out import put_back, take_out
from cessie.domain.dunning.undo import Left, undo
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.mark import mark
from cessie.domain.parties.models import Company, Debtor
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.ledger.demands import beside
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal
from cessie.lib.states import WrongState
from cessie.workflows import sending
from cessie.workflows.follow_up import chasing
from cessie.workflows.follow_up.calling import call_made
from cessie.workflows.house.waiting import look_round
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.stories.road import Road, moment

DUE = date(2026, 4, 1)
STEPS = (
    Step(1, 7),
    Step(2, 10, "former", tone="firm", costs="law"),
    Step(3, 10, "former", act="call", tone="firm"),
    Step(4, 10, "former", tone="default_notice", costs="law"),
    Step(5, 10, "former", act="hand_over", tone="default_notice"),
)
LADDER = Ladder("b2b", STEPS)
REFERENCE = "RF18539007547034"


@pytest.fixture
def house(road: Road, tmp_path: Path, settings: Settings) -> Road:
    """Two invoices of one debtor, bought and due on one day; the house can write letters."""
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", ""
    Company.objects.filter(name=road.house.name).update(
        street="Voorbeeldstraat", building="1", postcode="9000", town="Gent", email="debiteuren@huis.example"
    )
    for number, net in (("2026-1", "1000.00"), ("2026-2", "1500.00")):
        road.hand_in(road.sale(number, net, issued=date(2026, 3, 2), due=DUE), date(2026, 3, 2))
        road.approve(date(2026, 3, 2))
    return road


@pytest.fixture
def desk(db: None) -> Viewer:
    return staff("desk", "collection")


def ladder(by: Viewer, mode: str = "automatic", what: Ladder = LADDER) -> None:
    set_ladder(client_id=None, ladder=what, mode=mode, valid_from=date(2026, 1, 1), by=by, at=moment(date(2026, 3, 1)))


def turn(day: date) -> None:
    """The clock turns twice that day, and the post goes out."""
    for hour in (8, 9):
        chasing.turn(by=SYSTEM, at=moment(day, hour))
    sending.run(by=SYSTEM, now=lambda: moment(day, 16))
    told(day)


def told(day: date) -> None:
    """A person brought the letters to the post."""
    Message.objects.filter(state="to_post").update(state="sent", told_at=moment(day, 17))


def reminders() -> list[Message]:
    return list(Message.objects.filter(kind="reminder").order_by("written_at"))


def pays(road: Road, day: date, amount: int, text: str) -> None:
    road.bank_day(day, Row(amount, text=f"{text} {road.buyer.name}", iban=road.buyer.iban, name=road.buyer.name))


def test_one_message_a_debtor_with_all_his_invoices_and_again_gives_nothing(house: Road, desk: Viewer) -> None:
    ladder(desk)
    turn(DUE + timedelta(days=6))
    assert reminders() == []
    for _ in range(2):
        turn(DUE + timedelta(days=7))
    (message,) = reminders()
    assert (message.state, message.debtor_id) == ("sent", house.debtor_id)
    assert message.says["creditor_number"]  # Code of Economic Law, art. XIX.2
    assert message.says["portal_link"].count("/debtor/") == 1
    touch = Touch.objects.get()
    assert (touch.step, touch.state, touch.items.count()) == (1, "written", 2)
    turn(DUE + timedelta(days=8))
    assert len(reminders()) == 1
    assert Run.objects.filter(automatic=True).count() == 3


@pytest.mark.parametrize("acceleration", [False, True])
def test_a_missed_instalment_is_reminded_of_for_itself_or_makes_all_due(
    house: Road, desk: Viewer, acceleration: bool
) -> None:
    """Three instalments over both invoices (1,210.00 and 1,815.00), reminded before: the first is missed, then paid."""
    ladder(desk)
    turn(DUE + timedelta(days=7))
    start = DUE + timedelta(days=8)
    keys = list(Invoice.objects.order_by("number").values_list("pk", flat=True))
    parts = equal(Money(3_025_00), 3, DUE + timedelta(days=30))
    at = moment(start)
    plan = ask_plan(
        invoice_ids=keys, parts=parts, acceleration=acceleration, by=of_client(house.client_id), at=at
    )  # fmt: skip
    approve(arrangement_id=plan.pk, by=staff("giver", "credit"), at=at)
    turn(parts[0].due)
    assert Touch.objects.count() == 1  # today it can still be paid
    late = parts[0].due + timedelta(days=7)
    arrangements_look(by=SYSTEM, at=moment(late, 5))
    turn(late)
    said = [(item.step, item.asked_cents) for item in TouchItem.objects.filter(on=late).order_by("invoice__number")]
    assert said == ([(2, 1_210_00), (2, 1_815_00)] if acceleration else [(1, parts[0].amount.cents)])
    if acceleration:
        return
    Invoice.objects.filter(pk=keys[0]).update(payment_reference=REFERENCE)
    pays(house, late + timedelta(days=1), parts[0].amount.cents, REFERENCE)
    second = parts[1].due + timedelta(days=7)
    turn(parts[1].due)
    turn(second)
    items = TouchItem.objects.filter(on=second).order_by("invoice__number")
    assert sum(item.asked_cents for item in items) == parts[1].amount.cents
    assert {(item.step, item.since_date) for item in items} == {(1, parts[1].due)}


def test_what_is_said_in_a_call_holds_at_once(house: Road, desk: Viewer) -> None:
    """A promise needs its day, and nothing is noted without it; what he contests is contested from then on."""
    ladder(desk)
    for days in (7, 18, 29):
        turn(DUE + timedelta(days=days))
    call, at = Touch.objects.get(act="call"), moment(DUE + timedelta(days=29), 18)
    first, second = Invoice.objects.order_by("number").values_list("pk", flat=True)
    with pytest.raises(Refusal, match="for which day"):
        call_made(touch_id=call.pk, result="promise", by=desk, at=at)
    call.refresh_from_db()
    assert call.state == "calling"
    for _ in range(2):
        call_made(
            touch_id=call.pk, result="dispute", note="Two boxes were broken", invoice_id=first, ground="quality",
            by=desk, at=at,
        )  # fmt: skip
    assert set(disputed([first, second])) == {first}
    call.refresh_from_db()
    assert (call.state, call.result) == ("called", "dispute")


def test_missed_days_are_caught_up_by_one_message_at_each_step(house: Road, desk: Viewer) -> None:
    ladder(desk)
    turn(DUE + timedelta(days=30))
    turn(DUE + timedelta(days=60))
    assert [touch.step for touch in Touch.objects.order_by("on")] == [1, 2]
    (_, second) = reminders()
    assert second.says["tone"] == "firm"
    for item in TouchItem.objects.filter(step=2):
        owed = beside([item.invoice_id])[item.invoice_id]
        assert (owed.interest.cents, owed.costs.cents) == (item.interest_cents, item.costs_cents)
        assert owed.interest > Money(0)


@pytest.mark.parametrize("kind", ["insolvent", "deceased", "minor", "social"])
def test_whom_a_person_must_deal_with_gets_nothing_not_even_what_was_written(
    house: Road, desk: Viewer, kind: str
) -> None:
    """Noted after the message was written and before it left."""
    ladder(desk)
    day = DUE + timedelta(days=7)
    chasing.turn(by=SYSTEM, at=moment(day, 8))
    company = Debtor.objects.get(pk=house.debtor_id).company_id
    mark(company_id=company, kind=kind, note="by letter", by=staff("estates", "credit"), at=moment(day, 9))
    sending.run(by=SYSTEM, now=lambda: moment(day, 16))
    assert [message.state for message in reminders()] == ["dropped"]
    turn(day + timedelta(days=30))
    assert len(reminders()) == 1


def test_a_run_is_looked_through_and_one_who_is_taken_out_gets_nothing(house: Road, desk: Viewer) -> None:
    ladder(desk, "draft")
    day = DUE + timedelta(days=7)
    chasing.turn(by=SYSTEM, at=moment(day, 8))
    run = Run.objects.get()
    assert (run.state, reminders()) == ("draft", [])
    look_round(by=SYSTEM, at=moment(day, 9))
    assert Task.objects.get(kind="dunning.draft", state="open").subject_id == str(run.pk)
    touch = Touch.objects.get()
    at = moment(day, 10)
    for who, no in ((of_client(house.client_id), NotFound), (staff("x", "treasury"), NotAllowed)):
        with pytest.raises(no):
            take_out(touch_id=touch.pk, note="x", by=who, at=at)
    for _ in range(2):
        take_out(touch_id=touch.pk, note="He called: pays on Friday", by=desk, at=at)
    confirm(run_id=run.pk, by=desk, at=at)
    with pytest.raises(WrongState):
        put_back(touch_id=touch.pk, by=desk, at=at)
    chasing.work(run_id=run.pk, by=SYSTEM, at=at)
    run.refresh_from_db()
    assert (run.state, reminders()) == ("done", [])
    chasing.turn(by=SYSTEM, at=moment(day + timedelta(days=1), 8))
    assert Touch.objects.filter(state="planned").count() == 1, "the next run asks about him again"


def test_what_is_paid_while_the_run_waits_is_not_asked_for(house: Road, desk: Viewer) -> None:
    ladder(desk, "draft")
    day = DUE + timedelta(days=7)
    run = begin_run(client_id=None, on=day, by=desk, at=moment(day, 8))
    with pytest.raises(AnotherRun):
        begin_run(client_id=None, on=day + timedelta(days=1), by=desk, at=moment(day, 8))
    assert begin_run(client_id=None, on=day, by=desk, at=moment(day, 9)) == run
    chasing.work(run_id=run.pk, by=SYSTEM, at=moment(day, 8))
    assert TouchItem.objects.count() == 2
    pays(house, day, 1_210_00, "2026-1")
    chasing.go(run_id=run.pk, by=desk, worker=SYSTEM, at=moment(day, 22))
    (message,) = reminders()
    assert [item[0] for item in message.says["items"]] == ["2026-2"]


def test_a_payment_before_the_letter_leaves_stops_it_and_the_ladder_goes_on_with_the_rest(
    house: Road, desk: Viewer
) -> None:
    ladder(desk)
    first, day = DUE + timedelta(days=7), DUE + timedelta(days=19)
    turn(first)
    chasing.turn(by=SYSTEM, at=moment(day, 8))
    asked = Touch.objects.get(step=2)
    assert any(beside([item.invoice_id])[item.invoice_id].total for item in asked.items.all())
    pays(house, day, 1_210_00, "2026-1")
    sending.run(by=SYSTEM, now=lambda: moment(day, 22))
    asked.refresh_from_db()
    assert (asked.state, asked.message and asked.message.state) == ("undone", "dropped")
    assert not any(beside([item.invoice_id])[item.invoice_id].total for item in asked.items.all())
    turn(day + timedelta(days=1))
    assert [item[0] for item in reminders()[-1].says["items"]] == ["2026-2"]
    pays(house, day + timedelta(days=2), 1_815_00, "2026-2")
    turn(day + timedelta(days=40))
    assert Touch.objects.filter(state="written").count() == 2


def test_the_letter_after_a_message_that_came_back_is_asked_like_it(house: Road, desk: Viewer) -> None:
    """A letter follows what did not arrive, and the debtor pays before it leaves."""
    ladder(desk)
    day = DUE + timedelta(days=7)
    chasing.turn(by=SYSTEM, at=moment(day, 8))
    (mail,) = reminders()
    keep(message_id=mail.pk, by=SYSTEM, at=moment(day, 9))
    mail.attempts.create(number=1, began_at=moment(day, 9), ended_at=moment(day, 9), outcome="accepted")
    Message.objects.filter(pk=mail.pk).update(state="bounced", channel="sms", told_at=moment(day, 9))
    mail.refresh_from_db()
    letter = write_again(after=mail, repeats=False, by=SYSTEM, at=moment(day, 10))
    invoices = set(TouchItem.objects.values_list("invoice_id", flat=True))
    assert past_of(invoices, [house.debtor_id]).notice == {}, "nobody was reminded yet"
    pays(house, day, 1_210_00, "2026-1")
    sending.run(by=SYSTEM, now=lambda: moment(day, 22))
    letter.refresh_from_db()
    assert (letter.state, Touch.objects.get().state) == ("dropped", "undone")
    turn(day + timedelta(days=1))
    assert [item[0] for item in reminders()[-1].says["items"]] == ["2026-2"], "asked anew, of what is open"
    assert [one.sent for one in past_of(invoices, [house.debtor_id]).notice.values()] == [day + timedelta(days=1)]


def test_a_cancelled_run_takes_back_what_has_not_left(house: Road, desk: Viewer) -> None:
    ladder(desk, "draft")
    day = DUE + timedelta(days=7)
    run = begin_run(client_id=None, on=day, by=desk, at=moment(day, 8))
    chasing.work(run_id=run.pk, by=SYSTEM, at=moment(day, 8))
    confirm(run_id=run.pk, by=desk, at=moment(day, 9))
    step_run(run_id=run.pk, by=SYSTEM, at=moment(day, 9))
    assert reminders()[0].state == "queued"
    for _ in range(2):
        cancel(run_id=run.pk, by=desk, at=moment(day, 10))
    assert reminders()[0].state == "dropped"
    turn(day + timedelta(days=1))
    chasing.go(run_id=Run.objects.get(state="draft").pk, by=desk, worker=SYSTEM, at=moment(day + timedelta(days=1), 9))
    assert [message.state for message in reminders()] == ["dropped", "queued"]


def test_the_ladder_ends_with_a_call_a_notice_and_a_package(house: Road, desk: Viewer) -> None:
    ladder(desk)
    day = DUE + timedelta(days=7)
    claims = {"client_id": house.client_id, "contract_id": house.contract_id, "debtor_id": house.debtor_id}
    with pytest.raises(NothingToHandOver):
        hand_over(**claims, by=desk, at=moment(DUE))
    for _ in range(5):
        turn(day)
        day += timedelta(days=11)
    call, offer = Touch.objects.get(act="call"), Touch.objects.get(act="hand_over")
    assert (call.state, offer.state) == ("calling", "offered")
    look_round(by=SYSTEM, at=moment(day))
    assert {"dunning.call", "dunning.hand_over"} <= set(
        Task.objects.filter(state="open").values_list("kind", flat=True)
    )
    for _ in range(2):
        note_call(touch_id=call.pk, result="no_answer", note="twice", by=desk, at=moment(day))
    with pytest.raises(NotAllowed):
        hand_over(**claims, by=SYSTEM, at=moment(day))
    given = hand_over(**claims, by=desk, at=moment(day))
    assert hand_over(**claims, by=desk, at=moment(day, 20)) == given, "again is the one that stands"
    offer.refresh_from_db()
    assert (offer.state, HandedOver.objects.filter(stands=True).count()) == ("handed_over", 2)
    before = Touch.objects.count()
    turn(day + timedelta(days=90))
    assert Touch.objects.count() == before, "nobody asks for what was handed over"
    take_back(hand_over_id=given.pk, by=desk, at=moment(day))
    assert not HandedOver.objects.filter(stands=True).exists()


def test_a_ladder_that_is_not_sound_is_refused_and_the_client_sets_only_his_own(house: Road, desk: Viewer) -> None:
    with pytest.raises(Unsound):
        ladder(desk, what=Ladder("b2b", (Step(1, 5, tone="firm"), Step(2, 3, "former", tone="friendly"))))
    with pytest.raises(NotFound):
        ladder(of_client(house.client_id))
    with pytest.raises(NotAllowed):
        ladder(staff("x", "treasury"))


def test_what_was_written_can_be_undone_until_it_leaves(house: Road, desk: Viewer) -> None:
    ladder(desk)
    day = DUE + timedelta(days=7)
    chasing.turn(by=SYSTEM, at=moment(day, 8))
    touch = Touch.objects.get()
    why = Reason("dunning.by_hand", "By hand.")
    for _ in range(2):
        undo(touch_id=touch.pk, reason=why, by=desk, at=moment(day, 9))
    assert Message.objects.get(kind="reminder").state == "dropped"
    turn(day + timedelta(days=1))
    with pytest.raises(Left):
        undo(touch_id=Touch.objects.get(state="written").pk, reason=why, by=desk, at=moment(day + timedelta(days=1)))
