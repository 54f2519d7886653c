"""Promises and plans from the debtor's word to what the books say of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cessie.domain.arrangements.approve import approve, decline
from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.end import end
from cessie.domain.arrangements.invariants import CHECKS
from cessie.domain.arrangements.look import Looked, look
from cessie.domain.arrangements.models import Arrangement, Covered, Instalment
from cessie.domain.arrangements.promise import promise
from cessie.domain.arrangements.queries import arranged, arrangement, arrangements, matching, times_broken
from cessie.domain.arrangements.rules.instalments import equal
from cessie.domain.arrangements.say_paid import say_paid
from cessie.domain.arrangements.waiting import WATCHES
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client, staff
from tests.domain.owed import Owed

DAY = timedelta(days=1)
TODAY = AT.date()  # a Monday


def sound() -> None:
    assert [breach for check in CHECKS for breach in check()] == []


def test_a_promise_is_kept_when_the_money_is_there(owed: Owed) -> None:
    invoice, debtor = owed.invoice("1"), owed.visitor()
    made = promise(invoice_id=invoice.pk, on=TODAY + 4 * DAY, amount=Money(60_00), by=debtor, at=AT)
    assert promise(invoice_id=invoice.pk, on=TODAY + 4 * DAY, by=debtor, at=AT).pk == made.pk
    (held,) = arranged([invoice.pk]).values()
    assert (held.kind, held.until, held.amount) == ("promise", date(2026, 3, 10), Money(60_00))
    owed.less(invoice, 59_99, AT + DAY)
    assert look(by=SYSTEM, at=AT + 8 * DAY) == Looked(0, 0)
    owed.less(invoice, 1, AT + 8 * DAY)
    assert look(by=SYSTEM, at=AT + 8 * DAY) == Looked(1, 0)
    assert look(by=SYSTEM, at=AT + 8 * DAY) == Looked(0, 0)
    assert arranged([invoice.pk]) == {}
    sound()


def test_broken_twice_it_is_not_promised_a_third_time(owed: Owed) -> None:
    invoice, debtor = owed.invoice("1"), owed.visitor()
    for n in (1, 2):
        at = AT + 14 * n * DAY
        promise(invoice_id=invoice.pk, on=at.date(), by=debtor, at=at)
        assert look(by=SYSTEM, at=at + 2 * DAY) == Looked(0, 0)
        assert look(by=SYSTEM, at=at + 9 * DAY) == Looked(0, 1), "days that were missed are made up"
        assert times_broken([invoice.pk]) == {invoice.pk: n}
    with pytest.raises(Refusal, match="2 times already"):
        promise(invoice_id=invoice.pk, on=TODAY + 60 * DAY, by=debtor, at=AT + 60 * DAY)
    sound()


def test_what_cannot_be_promised(owed: Owed) -> None:
    invoice, debtor = owed.invoice("1"), owed.visitor()
    for on, cents, no in (
        (TODAY - DAY, 10, "between today"),
        (TODAY + 31 * DAY, 10, "ask for a plan"),
        (TODAY, 0, "above zero"),
        (TODAY, 100_01, "above zero"),
    ):
        with pytest.raises(Refusal, match=no):
            promise(invoice_id=invoice.pk, on=on, amount=Money(cents, "EUR") if cents else Money(-1), by=debtor, at=AT)
    promise(invoice_id=invoice.pk, on=TODAY, by=debtor, at=AT)
    with pytest.raises(Refusal, match="is not ended"):
        promise(invoice_id=invoice.pk, on=TODAY + DAY, by=debtor, at=AT)


def test_instalments_fall_due_one_by_one(owed: Owed, client_: Client) -> None:
    first, second = owed.invoice("1", 500_00), owed.invoice("2", 400_01)
    keys, debtor, client = [first.pk, second.pk], owed.visitor(), of_client(client_.pk)
    parts = equal(Money(900_01), 3, TODAY + 30 * DAY)
    made = ask_plan(invoice_ids=keys, parts=parts, words="A bad month", by=debtor, at=AT)
    assert (made.state, made.approver) == ("asked", "client")
    assert arranged(keys) == {}, "what nobody approved holds nothing"
    (waits,) = WATCHES[0].look(AT)
    assert waits.subject[1] == str(made.pk)
    approve(arrangement_id=made.pk, by=client, at=AT)
    approve(arrangement_id=made.pk, by=client, at=AT)
    held = arranged(keys)
    one, two, three = parts
    assert held[first.pk].due == ((one.due, Money(300_00)), (two.due, Money(200_00)))
    assert held[second.pk].due == ((two.due, Money(100_00)), (three.due, Money(300_01)))
    assert (held[first.pk].amount, held[second.pk].amount) == (Money(500_00), Money(400_01))
    owed.less(first, 350_00, AT + 20 * DAY)
    held = arranged(keys)
    assert held[first.pk].due == ((two.due, Money(150_00)),)
    assert held[second.pk].due == ((two.due, Money(100_00)), (three.due, Money(300_01)))
    assert look(by=SYSTEM, at=AT + 40 * DAY) == Looked(0, 0)
    owed.less(first, 150_00, AT + 50 * DAY)
    owed.less(second, 400_01, AT + 50 * DAY)
    assert look(by=SYSTEM, at=AT + 50 * DAY) == Looked(1, 0)
    assert arrangement(viewer=debtor, arrangement_id=made.pk).figures.to_come == ()
    sound()


@pytest.mark.parametrize(("acceleration", "expected"), [(True, Looked(0, 1)), (False, Looked(0, 0))])
def test_one_missed_instalment_makes_all_due_where_that_was_agreed(
    owed: Owed, acceleration: bool, expected: Looked
) -> None:
    invoice = owed.invoice("1", 300_00)
    parts = equal(Money(300_00), 3, TODAY + 7 * DAY)
    made = ask_plan(invoice_ids=[invoice.pk], parts=parts, acceleration=acceleration, by=owed.visitor(), at=AT)
    assert made.state == "running", "a small plan needs nobody's word"
    assert look(by=SYSTEM, at=AT + 12 * DAY) == expected
    if not acceleration:
        (held,) = arranged([invoice.pk]).values()
        assert held.until == date(2026, 3, 11), "the first instalment is late and may be asked for"
        assert look(by=SYSTEM, at=AT + 90 * DAY) == Looked(0, 1)


def test_whose_word_a_plan_needs(owed: Owed, client_: Client) -> None:
    invoice = owed.invoice("1", 5_000_00)
    parts = equal(Money(5_000_00), 5, TODAY)
    cleo, dora = staff("cleo", "collection"), staff("dora", "credit")
    made = ask_plan(invoice_ids=[invoice.pk], parts=parts, by=cleo, at=AT)
    with pytest.raises(NotAllowed, match="Another person"):
        approve(arrangement_id=made.pk, by=cleo, at=AT)
    for who in (owed.visitor(), staff("tom", "treasury")):
        with pytest.raises(NotAllowed):
            approve(arrangement_id=made.pk, by=who, at=AT)
    Arrangement.objects.filter(pk=made.pk).update(approver="staff")
    with pytest.raises(NotAllowed, match="The house bought"):
        approve(arrangement_id=made.pk, by=of_client(client_.pk), at=AT)
    with pytest.raises(Refusal, match="Say in a few words"):
        decline(arrangement_id=made.pk, words=" ", by=dora, at=AT)
    assert decline(arrangement_id=made.pk, words="Too long", by=dora, at=AT).state == "declined"
    mine = ask_plan(invoice_ids=[invoice.pk], parts=parts, by=of_client(client_.pk), at=AT)
    assert mine.state == "running", "who asks and may approve has done so"
    sound()


def test_it_is_ended_with_a_word(owed: Owed) -> None:
    invoice, debtor, cleo = owed.invoice("1", 5_000_00), owed.visitor(), staff("cleo", "collection")
    made = ask_plan(invoice_ids=[invoice.pk], parts=equal(Money(5_000_00), 5, TODAY), by=debtor, at=AT)
    end(arrangement_id=made.pk, words="We found the money", by=debtor, at=AT)
    promised = promise(invoice_id=invoice.pk, on=TODAY, by=debtor, at=AT)
    with pytest.raises(NotAllowed):
        end(arrangement_id=promised.pk, words="x", by=debtor, at=AT)
    end(arrangement_id=promised.pk, words="He went bankrupt", by=cleo, at=AT)
    end(arrangement_id=promised.pk, words="He went bankrupt", by=cleo, at=AT)
    with pytest.raises(WrongState):
        approve(arrangement_id=promised.pk, by=cleo, at=AT)
    assert not Covered.objects.filter(live=True).exists()
    sound()


def test_a_payment_on_its_way_is_waited_for_once(owed: Owed) -> None:
    invoice, debtor = owed.invoice("1"), owed.visitor()
    for on in (TODAY + DAY, TODAY - 15 * DAY):
        with pytest.raises(Refusal, match="the day on which you paid"):
            say_paid(invoice_id=invoice.pk, on=on, by=debtor, at=AT)
    said = say_paid(invoice_id=invoice.pk, on=TODAY - DAY, by=debtor, at=AT)
    assert say_paid(invoice_id=invoice.pk, on=TODAY, by=debtor, at=AT).pk == said.pk
    (held,) = arranged([invoice.pk]).values()
    assert (held.kind, held.until) == ("paid", date(2026, 3, 5))
    assert look(by=SYSTEM, at=AT + 4 * DAY) == Looked(0, 1)
    with pytest.raises(Refusal, match="send a proof"):
        say_paid(invoice_id=invoice.pk, on=TODAY, by=debtor, at=AT + 4 * DAY)


def test_no_plan_for_what_is_disputed_or_of_strangers(owed: Owed, other_client: Client) -> None:
    invoice, debtor = owed.invoice("1"), owed.visitor()
    parts = equal(Money(100_00), 2, TODAY)
    for stranger in (
        NOBODY,
        of_client(other_client.pk),
        Viewer(key="link:x", kind="debtor", owes=(other_client.pk, owed.debtor.pk)),
    ):
        with pytest.raises(NotFound):
            ask_plan(invoice_ids=[invoice.pk], parts=parts, by=stranger, at=AT)
        with pytest.raises(NotFound):
            promise(invoice_id=invoice.pk, on=TODAY, by=stranger, at=AT)
    made = promise(invoice_id=invoice.pk, on=TODAY, by=debtor, at=AT)
    assert not arrangements(viewer=of_client(other_client.pk)).exists()
    assert list(matching(viewer=debtor, text="1", kind="promise", sort="-until")) == [made]
    with pytest.raises(NotFound):
        end(arrangement_id=made.pk, words="x", by=of_client(other_client.pk), at=AT)
    raise_dispute(invoice_id=invoice.pk, ground="price", words="x", by=debtor, at=AT)
    end(arrangement_id=made.pk, words="x", by=SYSTEM, at=AT)
    with pytest.raises(Refusal, match="end the dispute first"):
        ask_plan(invoice_ids=[invoice.pk], parts=parts, by=debtor, at=AT)


def test_a_cent_that_is_lost_is_seen(owed: Owed) -> None:
    ask_plan(invoice_ids=[owed.invoice("1").pk], parts=equal(Money(100_00), 3, TODAY), by=owed.visitor(), at=AT)
    Instalment.objects.filter(number=3).update(amount_cents=33_33)
    assert [breach.code for check in CHECKS for breach in check()] == ["arrangements.sum"]
