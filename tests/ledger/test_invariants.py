"""Each invariant is silent over sound books and speaks when its own truth is broken behind the door's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from cessie.ledger import invariants
from cessie.ledger.examples.case import read
from cessie.ledger.examples.play import play
from cessie.ledger.invariants import CHECKS
from cessie.ledger.models import Balance, Snapshot
from cessie.ledger.period import close
from cessie.ledger.post import post
from cessie.ledger.rebuild import rebuild
from cessie.ledger.rules.receipts import allocate, receipt
from cessie.lib.money import Money
from tests.ledger.conftest import AT, event
from tests.ledger.test_examples import SHIPPED

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture
def books():
    """All worked examples in one set of books, some months closed."""
    for path in SHIPPED:
        for case in read(path):
            post(play(case).books.entries, by="examples", at=AT)
    close(month=date(2026, 3, 1), by="me", at=LATER)
    close(month=date(2026, 5, 1), by="me", at=LATER)


@contextmanager
def behind_the_doors_back() -> Iterator[None]:
    """As a careless person with every right would: triggers off."""
    tables = ["key", "entry", "line", "balance", "snapshot", "account"]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"alter table ledger_{table} disable trigger user")
        yield
        for table in tables:
            cursor.execute(f"alter table ledger_{table} enable trigger user")


def broken() -> set[str]:
    return {check.__name__ for check in CHECKS if list(check())}


def test_sound_books_are_silent(books):
    assert [reason.in_words() for check in CHECKS for reason in check()] == []


def test_empty_books_are_silent():
    assert broken() == set()


ANOTHER = "gen_random_uuid()"
#: A table, what is set in one of its rows (None: the row is deleted), which row, and the check that must see it.
BREACHES = [
    ("line", "amount_cents = amount_cents + 1", "account = '1005'", "entries_balance"),
    ("line", None, "account = '2100'", "entries_balance"),
    ("entry", None, "true", "entries_balance"),
    ("line", "amount_cents = amount_cents + 1", "account = '4000'", "books_balance"),
    ("line", "account = '9011'", "account = '9021'", "books_balance"),
    ("line", "booking_date = booking_date + 1", "account = '4000'", "lines_are_of_their_entry"),
    ("line", "value_date = value_date + 1", "account = '2100'", "lines_are_of_their_entry"),
    ("line", "currency = 'USD'", "account = '2100'", "lines_are_of_their_entry"),
    ("line", "recorded_at = recorded_at - interval '1 day'", "account = '1100'", "lines_are_of_their_entry"),
    ("key", None, "true", "keys_name_entries"),
    ("key", "key = key || ' again'", "true", "keys_name_entries"),
    ("entry", "value_date = value_date + 1", "true", "keys_name_entries"),
    ("entry", "reverses_id = gen_random_uuid()", "true", "keys_name_entries"),
    ("line", "account = '4020'", "account = '4000'", "keys_name_entries"),
    ("line", f"invoice_id = {ANOTHER}", "account = '4000'", "keys_name_entries"),
    ("entry", "booking_date = booking_date + 1", "true", "keys_name_entries"),
    ("balance", "amount_cents = amount_cents + 1", "amount_cents > 0", "balances_are_lines"),
    ("balance", None, "open", "balances_are_lines"),
    ("balance", f"contract_id = {ANOTHER}", "open and account = '2110'", "balances_are_lines"),
    ("snapshot", "amount_cents = amount_cents - 1", "account = '1005'", "snapshots_are_lines"),
    ("snapshot", None, "account = '4000'", "snapshots_are_lines"),
    ("line", "booking_date = '2026-04-30'", "account = '4000' and booking_date = '2026-06-05'", "snapshots_are_lines"),
    ("balance", "amount_cents = -amount_cents", "open and account = '1100'", "nothing_stands_on_the_wrong_side"),
    ("balance", "amount_cents = -amount_cents", "open and account = '2120'", "nothing_stands_on_the_wrong_side"),
    ("line", "amount_cents = amount_cents - 100", "account = '1020'", "third_party_money_is_whole"),
    ("line", f"bank_id = {ANOTHER}", "account = '2200'", "third_party_money_is_whole"),
    ("line", f"contract_id = {ANOTHER}", "account = '1100' and amount_cents > 0", "funds_in_use_follow_events"),
    ("account", "needs = 0", "code = '1100'", "chart_is_current"),
]


@pytest.mark.parametrize(("table", "change", "where", "check"), BREACHES)
def test_what_is_broken_is_named(books, table, change, where, check):
    act = f"update ledger_{table} set {change}" if change else f"delete from ledger_{table}"  # noqa: S608
    with behind_the_doors_back():
        with connection.cursor() as cursor:
            row = f"(select ctid from ledger_{table} where {where} limit 1)"  # noqa: S608
            cursor.execute(f"{act} where ctid = {row}")
            assert cursor.rowcount == 1, "the act broke nothing"
        assert check in broken()


def test_paying_an_invoice_beyond_what_is_open_is_named(of):
    post(
        [receipt(event=event("l"), amount=Money(5), of=of), allocate(event=event("l"), amount=Money(5), of=of)],
        by="me",
        at=AT,
    )
    (reason,) = invariants.nothing_stands_on_the_wrong_side()
    assert reason.facts["account"] == "1100"


def test_what_is_derived_can_be_made_again(books):
    kept = ["account", "contract_id", "invoice_id", "reference_id", "amount_cents"]
    balances = set(Balance.objects.filter(open=True).values_list(*kept))
    snapshots = set(Snapshot.objects.values_list("month", "account", "bank_id", "country", "amount_cents"))
    with behind_the_doors_back(), connection.cursor() as cursor:
        cursor.execute("update ledger_balance set amount_cents = 7, open = true")
        cursor.execute("delete from ledger_snapshot")
    assert broken() >= {"balances_are_lines", "snapshots_are_lines"}
    rebuild()
    assert broken() == set()
    assert balances == set(Balance.objects.values_list(*kept))
    assert snapshots == set(Snapshot.objects.values_list("month", "account", "bank_id", "country", "amount_cents"))
