"""The trail grows and never changes; a seal over it shows what someone with the keys to the database did."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cessie.domain.audit.invariants import nothing_outside_the_seals, seals_hold
from cessie.domain.audit.models import Block, Event, Pending
from cessie.domain.audit.queries import events, history
from cessie.domain.audit.record import record
from cessie.domain.audit.rules.plain import plain
from cessie.domain.audit.seal import BLOCK, seal
from cessie.lib.correlation import correlated
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client

pytestmark = pytest.mark.django_db


def act(number: int = 1, **more: object) -> None:
    record(action="purchase.accept", subject=("purchase.Proposal", str(number)), by=SYSTEM, at=AT, **more)  # type: ignore[arg-type]


def breaches() -> list[str]:
    return [r.code for check in (seals_hold, nothing_outside_the_seals) for r in check()]


def test_an_act_is_kept_with_its_request() -> None:
    with correlated("req-12345"):
        act(data={"payout": Money(1250), "on": date(2026, 3, 2)})
    event = Event.objects.get()
    assert (event.actor, event.request_id) == ("system:test", "req-12345")
    assert event.data == {"payout": {"cents": 1250, "currency": "EUR"}, "on": "2026-03-02"}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET actor = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE audit_block SET digest = 'x'",
        "DELETE FROM audit_block",
        "TRUNCATE audit_block",
    ],
)
def test_the_database_refuses_every_change(sql: str) -> None:
    act()
    seal(at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_personal_data_and_floats_never_reach_the_trail() -> None:
    for data, error in [({"iban": "BE68"}, ValueError), ({"a": {"name": "Jan"}}, ValueError), ({"a": 1.5}, TypeError)]:
        with pytest.raises(error):
            act(data=data)
    assert not Event.objects.exists()
    named = Reason("M14", "{buyer} is not {debtor}", {"buyer": "Jan", "debtor": "Piet", "score": 40})
    for form in (named, named.to_json()):
        assert plain([form]) == [{"code": "M14", "facts": {"score": 40}}]


def test_blocks_chain_and_nothing_is_sealed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cessie.domain.audit.seal.BLOCK", 3)
    for number in range(7):
        act(number)
    assert seal(at=AT) == 7
    assert seal(at=AT) == 0
    act(8)
    assert breaches() == []
    assert seal(at=AT) == 1
    assert [b.count for b in Block.objects.order_by("number")] == [3, 3, 1, 1]
    assert not Pending.objects.exists()
    assert breaches() == []
    assert BLOCK == 1000


def forge(sql: str) -> None:
    """Do what only the owner of the tables can, a superuser or not: switch the guards off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER; ALTER TABLE audit_block DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER; ALTER TABLE audit_block ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE audit_event SET actor = 'user:other' WHERE subject_id = '1'", "audit.seal"),
        ("UPDATE audit_event SET data = '{\"payout\": 2}' WHERE subject_id = '1'", "audit.seal"),
        ("DELETE FROM audit_event WHERE subject_id = '1'", "audit.seal"),
        ("UPDATE audit_block SET digest = 'x' WHERE number = 1", "audit.seal"),
        ("DELETE FROM audit_block WHERE number = 1", "audit.chain"),
        ("INSERT INTO audit_event (id, at, actor, action, subject_type, subject_id, data, request_id) "
         "VALUES (gen_random_uuid(), now(), 'x', 'x', 'x', 'x', '{}', '')", "audit.count"),
    ],
)  # fmt: skip
def test_a_forged_trail_is_found(sql: str, code: str) -> None:
    act(1)
    act(2)
    seal(at=AT)
    act(3)
    seal(at=AT)
    assert breaches() == []
    forge(sql)
    assert code in breaches()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_commits_late_is_in_the_next_block() -> None:
    written, go = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                act(1)
                written.set()
                go.wait(10)
        finally:
            connection.close()

    slow = threading.Thread(target=late)
    slow.start()
    assert written.wait(10)
    act(2)
    assert seal(at=AT) == 1
    go.set()
    slow.join()
    assert seal(at=AT) == 1
    assert breaches() == []


def test_a_stranger_finds_no_history() -> None:
    client = uuid7()
    act(client_id=client)
    act(2)
    subject = ("purchase.Proposal", "1")
    assert history(subject=subject, viewer=SYSTEM).count() == 1
    assert history(subject=subject, viewer=of_client(client)).count() == 1
    assert events(viewer=of_client(client)).count() == 1
    for stranger in (of_client(uuid7()), NOBODY):
        assert not history(subject=subject, viewer=stranger).exists()
