"""Whatever is posted, in whatever order and however often: the books balance and the stored figures follow."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cessie.ledger import queries
from cessie.ledger.entry import Entry
from cessie.ledger.invariants import CHECKS
from cessie.ledger.models import Entry as Head
from cessie.ledger.models import Line
from cessie.ledger.post import post
from cessie.ledger.reverse import reverse
from cessie.ledger.rules import dilution, fees, nonpayment, payouts, purchase, receipts
from cessie.lib.money import Money
from tests.ledger.conftest import AT, dims, event

ACTS = [
    lambda e, m, of: purchase.purchase(event=e, face=m, of=of),
    lambda e, m, of: purchase.hold_back(event=e, amount=m, of=of),
    lambda e, m, of: purchase.release_holdback(event=e, amount=m, of=of),
    lambda e, m, of: fees.fee(event=e, kind="service_fee", net=m, vat=m.percent(Decimal(21)), country="BE", of=of),
    lambda e, m, of: payouts.instruct(event=e, amount=m, of=of),
    lambda e, m, of: payouts.execute(event=e, amount=m, of=of),
    lambda e, m, of: receipts.receipt(event=e, amount=m, of=of),
    lambda e, m, of: receipts.allocate(event=e, amount=m, of=of),
    lambda e, m, of: dilution.credit_note(event=e, amount=m, of=of),
    lambda e, m, of: nonpayment.doubt(event=e, amount=m, of=of),
]
MANY = [dims(f"INV{n}", contract=f"K{n % 3}", debtor=f"D{n % 2}", reference=f"PAY{n}") for n in range(6)]
#: Sound at any time, also of acts in an impossible order: all but the one that says which side is possible.
ALWAYS = [check for check in CHECKS if check.__name__ != "nothing_stands_on_the_wrong_side"]

acts = st.lists(
    st.tuples(st.integers(0, len(ACTS) - 1), st.integers(100, 10**12), st.integers(0, 5), st.integers(1, 28)),
    max_size=25,
)


def entries(drawn: list[tuple[int, int, int, int]]) -> list[Entry]:
    return [
        ACTS[act](event(f"act/{n}", f"2026-03-{day:02}"), Money(cents), MANY[who])
        for n, (act, cents, who, day) in enumerate(drawn)
    ]


def breaches() -> list[str]:
    return [reason.in_words() for check in ALWAYS for reason in check()]


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=acts, cut=st.integers(0, 25), seed=st.integers())
def test_any_acts_in_any_order_and_twice(drawn, cut, seed):
    """Posted in two calls, then all again in another order: the same books, in balance, nothing twice."""
    with transaction.atomic():
        all_of_them = entries(drawn)
        ids = {p.key: p.entry_id for part in (all_of_them[:cut], all_of_them[cut:]) for p in post(part, by="me", at=AT)}
        balances = queries.trial_balance()
        assert sum(line.balance.cents for line in balances) == 0
        assert breaches() == []
        shuffled = random.Random(seed).sample(all_of_them, len(all_of_them))  # noqa: S311 - an order, not a secret
        again = post(shuffled, by="me", at=AT)
        assert not any(p.new for p in again)
        assert {p.key: p.entry_id for p in again} == ids
        assert queries.trial_balance() == balances
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=acts)
def test_reversing_everything_leaves_nothing(drawn):
    with transaction.atomic():
        posted = post(entries(drawn), by="me", at=AT)
        for each in posted:
            reverse(entry_id=each.entry_id, booking_date=AT.date(), text="", by="me", at=AT)
        assert queries.trial_balance() == ()
        assert breaches() == []
        transaction.set_rollback(True)


def in_threads(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Each call in a thread and a connection of its own, all starting at once."""
    start = threading.Barrier(count)

    def run(number):
        try:
            connection.ensure_connection()
            start.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_four_writers_on_one_bank_account_and_one_contract():
    """Nobody deadlocks, nobody loses a cent, although all touch the same balances in different orders."""

    def work(number):
        rng = random.Random(number)  # noqa: S311 - an order, not a secret
        for round_ in range(15):
            batch = [
                act(event(f"{number}/{round_}/{n}"), Money(100), of)
                for n, (act, of) in enumerate(rng.sample([(a, of) for a in ACTS for of in MANY], 20))
            ]
            post(batch, by=f"writer {number}", at=AT)

    in_threads(4, work)
    assert Head.objects.count() == 4 * 15 * 20
    assert breaches() == []


@pytest.mark.django_db(transaction=True)
def test_the_same_postings_from_four_threads_are_written_once():
    drawn = [(n % len(ACTS), 100 + n, n % 6, 1 + n % 28) for n in range(40)]
    with connection.cursor() as cursor:  # slow enough for the writers to meet in the middle
        cursor.execute(
            "create function slowly() returns trigger language plpgsql as"
            " $$ begin perform pg_sleep(0.005); return new; end $$"
        )
        cursor.execute("create trigger slowly before insert on ledger_key for each row execute function slowly()")

    def work(number):
        batch = random.Random(number).sample(entries(drawn), 40)  # noqa: S311 - an order, not a secret
        return {p.key: p.entry_id for p in post(batch, by=f"writer {number}", at=AT)}

    try:
        ids = in_threads(4, work)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("drop function slowly cascade")
    assert all(each == ids[0] for each in ids)
    assert Head.objects.count() == 40
    assert breaches() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["ledger_key", "ledger_entry", "ledger_line"])
def test_a_writer_killed_in_the_midst_leaves_nothing_and_the_rerun_completes(table):
    """The server ends the writer's connection right after keys, heads or lines were written."""
    batch = entries([(n % len(ACTS), 100 + n, n % 6, 1 + n % 28) for n in range(10)])
    with connection.cursor() as cursor:
        cursor.execute(
            "create function die() returns trigger language plpgsql as"
            " $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$"
        )
        cursor.execute(f"create trigger zz_die after insert on {table} for each statement execute function die()")
    try:
        with pytest.raises(OperationalError):
            post(batch, by="me", at=AT)
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("drop function die cascade")
    assert Head.objects.count() == Line.objects.count() == 0
    assert all(p.new for p in post(batch, by="me", at=AT))
    assert Head.objects.count() == 10
    assert breaches() == []
