"""Rows are made while the server works, and what goes wrong on either side leaves a connection that can go on."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.pq import TransactionStatus

from cessie.ledger.feed import Load, feed
from cessie.ledger.models import Key
from cessie.ledger.rows import KEY_COLUMNS, key_row
from tests.ledger.test_post import buy

pytestmark = pytest.mark.django_db


def pieces(of, names, made=lambda name: None):
    """A piece of one row for each name; tells when it is made."""
    for name in names:
        made(name)
        yield key_row(buy(of, name), uuid4(), bytes(16))


def keys(of, names, **how) -> Load:
    return Load("ledger_key", KEY_COLUMNS, pieces(of, names), **how)


def known() -> list[str]:
    return sorted(Key.objects.values_list("key", flat=True))


def named(*names: str) -> list[str]:
    return [f"P01 purchase {name}" for name in names]


@pytest.mark.parametrize("whole", [True, False])
def test_all_loads_arrive_in_pieces_or_whole(of, whole):
    with connection.cursor() as cursor:
        feed(cursor, [keys(of, "abc", whole=whole), keys(of, "de", whole=whole), keys(of, "")])
    assert known() == named(*"abcde")


def test_what_follows_is_made_while_the_server_works(of):
    at_work = {}

    def made(name: str) -> None:
        at_work[name] = connection.connection.pgconn.transaction_status == TransactionStatus.ACTIVE

    with connection.cursor() as cursor:
        cursor.execute("create function slowly() returns trigger language plpgsql as"
                       " $$ begin perform pg_sleep(0.2); return null; end $$")  # fmt: skip
        cursor.execute("create trigger slow after insert on ledger_key execute function slowly()")
        feed(cursor, [Load("ledger_key", KEY_COLUMNS, pieces(of, "abc", made))])
    assert at_work == {"a": False, "b": True, "c": True}
    assert known() == named(*"abc")


def test_the_servers_no_comes_as_it_is(of):
    with pytest.raises(IntegrityError) as no, transaction.atomic(), connection.cursor() as cursor:
        feed(cursor, [keys(of, "abca")])
    assert no.value.__cause__.diag.constraint_name == "ledger_key_once"
    assert known() == []


def test_rows_that_cannot_be_made_leave_a_connection_that_goes_on(of):
    def made(name: str) -> None:
        if name == "c":
            raise ArithmeticError("no such row")

    for whole in (True, False):
        with pytest.raises(ArithmeticError), transaction.atomic(), connection.cursor() as cursor:
            feed(cursor, [Load("ledger_key", KEY_COLUMNS, pieces(of, "abc", made), whole=whole)])
        assert known() == []


def test_more_than_a_socket_takes_at_once(of):
    """Megabytes in one statement."""
    many = [f"proposal/{n:06}" for n in range(30_000)]
    with connection.cursor() as cursor:
        feed(cursor, [Load("ledger_key", KEY_COLUMNS, [b"".join(pieces(of, many))], whole=True)])
    assert Key.objects.count() == len(many)
