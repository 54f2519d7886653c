"""A call is answered once however often it is sent, and a key keeps to its pace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from cessie.domain.audit.models import Event
from cessie.domain.audit.record import record
from cessie.domain.keys.answer_once import KEPT, Answer, Asked, OtherCall, StillRunning, answer_once, forget_replies
from cessie.domain.keys.make_key import make_key
from cessie.domain.keys.models import Reply
from cessie.domain.keys.queries import Caller, by_secret
from cessie.domain.keys.take_turn import BURST, take_turn
from cessie.domain.parties.models import Client
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, SYSTEM, staff

pytestmark = pytest.mark.django_db
ASKED = Asked("order-1", "POST", "/api/v1/files", "0" * 64)


@pytest.fixture
def caller(client_: Client) -> Caller:
    end = AT + timedelta(days=9)
    boss = staff("boss", "administrator")
    made = make_key(client_id=client_.pk, name="x", scopes=["invoices:write"], expires_at=end, by=boss, at=AT)
    found = by_secret(made.secret, at=AT)
    assert found is not None
    return found


def _act() -> Answer:
    record(action="test.done", subject=("test", "1"), by=SYSTEM, at=AT)
    return Answer(201, '{"b": 1, "a": 2}')


def _done() -> int:
    return Event.objects.filter(action="test.done").count()


def test_the_second_sending_gets_the_first_answer(caller: Caller) -> None:
    first = answer_once(asked=ASKED, act=_act, by=caller, at=AT)
    again = answer_once(asked=ASKED, act=_act, by=caller, at=AT + KEPT - timedelta(seconds=1))
    assert (first.replayed, again.replayed) == (False, True)
    assert (again.status, again.body) == (201, '{"b": 1, "a": 2}')
    assert _done() == 1


def test_one_key_is_for_one_call(caller: Caller) -> None:
    answer_once(asked=ASKED, act=_act, by=caller, at=AT)
    for other in (Asked("order-1", "POST", "/api/v1/files", "1" * 64), Asked("order-1", "POST", "/else", "0" * 64)):
        with pytest.raises(OtherCall):
            answer_once(asked=other, act=_act, by=caller, at=AT)
    assert _done() == 1


def test_what_fails_leaves_nothing_and_can_be_sent_again(caller: Caller) -> None:
    def fails() -> Answer:
        _act()
        raise Refusal("test.no", "No.")

    with pytest.raises(Refusal):
        answer_once(asked=ASKED, act=fails, by=caller, at=AT)
    assert (_done(), Reply.objects.count()) == (0, 0)
    assert not answer_once(asked=ASKED, act=_act, by=caller, at=AT).replayed


def test_who_comes_while_the_first_is_at_work_is_told_so(caller: Caller) -> None:
    """The first call holds its name until it is answered: here another connection stands for it."""
    elsewhere = connections.create_connection("default")
    name = f"{caller.key_id}:{ASKED.idempotency_key}"
    try:
        with elsewhere.cursor() as first:
            first.execute("select pg_advisory_lock(hashtextextended(%s, 0))", [name])
        with pytest.raises(StillRunning):
            answer_once(asked=ASKED, act=_act, by=caller, at=AT)
    finally:
        elsewhere.close()
    assert _done() == 0


def test_answers_are_forgotten_in_time(caller: Caller) -> None:
    answer_once(asked=ASKED, act=_act, by=caller, at=AT)
    assert forget_replies(at=AT + KEPT - timedelta(seconds=1)) == 0
    assert forget_replies(at=AT + KEPT) == 1
    answer_once(asked=ASKED, act=_act, by=caller, at=AT)
    assert not answer_once(asked=ASKED, act=_act, by=caller, at=AT + KEPT).replayed  # over, though nobody swept


def test_a_key_keeps_to_its_pace(caller: Caller) -> None:
    burst = 60 // BURST
    turns = [take_turn(key_id=caller.key_id, per_minute=60, at=AT) for _ in range(burst + 2)]
    assert [turn.allowed for turn in turns] == [True] * burst + [False] * 2
    assert [turn.remaining for turn in turns[:3]] == [burst - 1, burst - 2, burst - 3]
    assert turns[-1].wait == 1
    assert take_turn(key_id=caller.key_id, per_minute=60, at=AT + timedelta(seconds=1)).allowed
    assert not take_turn(key_id=caller.key_id, per_minute=60, at=AT + timedelta(seconds=1)).allowed
    later = [take_turn(key_id=caller.key_id, per_minute=60, at=AT + timedelta(hours=1)).allowed for _ in range(burst)]
    assert all(later)  # patience is not saved up beyond the burst
    assert not take_turn(key_id=caller.key_id, per_minute=60, at=AT + timedelta(hours=1)).allowed
