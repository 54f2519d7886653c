"""The one door: all or none, once for ever, balanced, whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cessie.ledger.entry import Dims
from cessie.ledger.models import Balance, Entry, Key, Line
from cessie.ledger.post import KeyReused, post
from cessie.ledger.rules.fees import fee
from cessie.ledger.rules.purchase import hold_back, purchase
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.ledger.conftest import AT, event

pytestmark = pytest.mark.django_db


def buy(of: Dims, name: str = "proposal/1", cents: int = 12100_00):
    return purchase(event=event(name), face=Money(cents), of=of)


def test_an_entry_is_written_with_head_lines_key_and_balances(of):
    (posted,) = post([buy(of)], by="staff:1", at=AT)
    assert posted.new
    head = Entry.objects.get(id=posted.entry_id)
    assert (head.rule, head.kind, head.line_count, head.recorded_at) == ("P01", "purchase", 2, AT)
    lines = Line.objects.filter(entry_id=posted.entry_id).order_by("no").values_list("no", "account", "amount_cents")
    assert list(lines) == [(1, "1100", 12100_00), (2, "2100", -12100_00)]
    assert Key.objects.get(entry_id=posted.entry_id).key == "P01 purchase proposal/1"
    kept = Balance.objects.order_by("account").values_list("account", "amount_cents", "open", "invoice_id")
    assert list(kept) == [("1100", 12100_00, True, of.invoice), ("2100", -12100_00, True, None)]


def test_the_same_posting_twice_is_written_once(of):
    first = post([buy(of)], by="staff:1", at=AT)
    again = post([buy(of)], by="staff:1", at=AT + timedelta(hours=1))
    assert [p.entry_id for p in again] == [p.entry_id for p in first]
    assert not again[0].new
    assert Line.objects.count() == 2


@pytest.mark.parametrize("same", [True, False])
def test_twice_in_one_call_is_written_once(of, same):
    entry = buy(of)
    first, second = post([entry, entry if same else buy(of)], by="staff:1", at=AT)
    assert first.entry_id == second.entry_id
    assert (first.new, second.new) == (True, False)
    assert Line.objects.count() == 2


def test_a_key_used_for_something_else_is_refused(of):
    post([buy(of)], by="staff:1", at=AT)
    with pytest.raises(KeyReused) as no:
        post([buy(of, cents=1)], by="staff:1", at=AT)
    assert no.value.code == "ledger.key_reused"


def test_a_key_used_for_two_things_in_one_call_is_refused(of):
    with pytest.raises(KeyReused):
        post([buy(of), buy(of, cents=1)], by="staff:1", at=AT)


def test_a_repeat_beside_a_new_one_writes_only_the_new_one(of):
    (former,) = post([buy(of)], by="staff:1", at=AT)
    held = hold_back(event=event("proposal/1"), amount=Money(1210_00), of=of)
    repeat, new = post([buy(of), held], by="staff:1", at=AT)
    assert (repeat.entry_id, repeat.new, new.new) == (former.entry_id, False, True)
    assert Entry.objects.count() == 2


def test_a_large_batch_of_which_some_is_known_writes_the_rest_once(of):
    batch = [buy(of, f"proposal/{n}") for n in range(250)]
    known = post(batch[100:150], by="staff:1", at=AT)
    posted = post(batch, by="staff:1", at=AT)
    assert [p.entry_id for p in posted[100:150]] == [p.entry_id for p in known]
    assert [p.new for p in posted] == [True] * 100 + [False] * 50 + [True] * 100
    assert not any(p.new for p in post(batch, by="staff:1", at=AT))
    assert Entry.objects.count() == Key.objects.count() == 250
    assert Balance.objects.get(account="2100").amount_cents == -250 * 12100_00


def test_a_large_batch_with_a_reused_key_is_refused_whole(of):
    post([buy(of, "proposal/7", cents=1)], by="staff:1", at=AT)
    with pytest.raises(KeyReused), transaction.atomic():
        post([buy(of, f"proposal/{n}") for n in range(250)], by="staff:1", at=AT)
    assert Entry.objects.count() == 1


def test_ids_rise_in_the_order_of_the_call(of):
    ids = [p.entry_id for p in post([buy(of, f"proposal/{n}") for n in range(250)], by="staff:1", at=AT)]
    assert ids == sorted(ids)


def test_all_or_none(of):
    good = buy(of, "proposal/2")
    with pytest.raises(Refusal):
        post([buy(of), good, buy(of, cents=5)], by="staff:1", at=AT)
    assert Entry.objects.count() == Key.objects.count() == Balance.objects.count() == 0


@pytest.mark.parametrize("count", [1, 150])
def test_texts_with_tabs_and_backslashes_come_back_as_they_were(of, count):
    words = "tab\there, newline\nthere, \\N and \\. é"
    batch = [replace(buy(of, f"a\tb\\{n}"), text=words) for n in range(count)]
    posted = post(batch, by="a\tb", at=AT)
    for each, entry in zip(posted, batch, strict=True):
        head = Entry.objects.get(id=each.entry_id)
        assert (head.text, head.posted_by) == (words, "a\tb")
        assert Key.objects.get(entry_id=each.entry_id).key == entry.key


def test_few_and_many_write_the_same_rows(of):
    batch = [buy(of, f"proposal/{n}") for n in range(120)]
    batch.append(fee(event=event("f"), kind="set_up_fee", net=Money(5), vat=Money(1), country="BE", of=of))
    last = replace(batch[-1], reverses=of.invoice, key="last")
    written = []
    for parts in ([batch, [last]], [[entry] for entry in [*batch, last]]):
        with transaction.atomic():
            for part in parts:
                post(part, by="staff:1", at=AT.replace(microsecond=123_457))
            heads = Entry.objects.values_list("rule", "kind", "line_count", "reverses_id", "recorded_at")
            lines = Line.objects.order_by("no", "account", "amount_cents").values()
            # By what they say and not by their ids, which rise within a call: two calls may fall in one millisecond.
            written.append(
                (list(heads.order_by("rule", "reverses_id")), [{**line, "entry_id": None} for line in lines])
            )
            transaction.set_rollback(True)
    assert written[0] == written[1]
    assert len(written[0][1]) == 246


def test_another_currency_is_refused(of):
    entry = purchase(event=event("usd"), face=Money(1, "USD"), of=of)
    with pytest.raises(Refusal) as no:
        post([entry], by="staff:1", at=AT)
    assert no.value.code == "ledger.currency"


def test_nothing_to_post_is_nothing_posted():
    assert post([], by="staff:1", at=AT) == ()


def test_a_moment_without_zone_is_refused(of):
    with pytest.raises(ValueError, match="time zone"):
        post([buy(of)], by="staff:1", at=AT.replace(tzinfo=None))


@pytest.mark.parametrize("table", ["ledger_key", "ledger_entry", "ledger_line"])
@pytest.mark.parametrize("act", ["update {0} set entry_id = entry_id", "delete from {0}", "truncate {0}"])
def test_the_books_are_append_only(of, table, act):
    post([buy(of)], by="staff:1", at=AT)
    sql = act.format(table).replace(
        "set entry_id = entry_id", "set booking_date = booking_date" if table != "ledger_key" else "set key = key"
    )
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql", ["update ledger_balance set amount_cents = 1", "delete from ledger_balance", "truncate ledger_balance"]
)
def test_nobody_writes_balances_by_hand(of, sql):
    post([buy(of)], by="staff:1", at=AT)
    with pytest.raises(IntegrityError, match="balances follow"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_fee_adds_up_on_the_clients_account(of):
    posted = [
        fee(event=event(f"fee/{n}"), kind="factoring_commission", net=Money(100), vat=Money(21), country="BE", of=of)
        for n in range(3)
    ]
    post(posted, by="staff:1", at=AT)
    assert Balance.objects.get(account="2100").amount_cents == 363
    assert not Balance.objects.filter(account__in=["2400", "4000"]).exists()


def test_the_booking_day_is_the_events(of):
    (posted,) = post([buy(of)], by="staff:1", at=AT)
    assert Line.objects.filter(entry_id=posted.entry_id, booking_date=date(2026, 3, 3)).count() == 2


def test_a_session_that_began_on_empty_books_still_looks_up_by_key_when_they_are_full(of):
    """The trigger's plan is kept for the session: made over empty tables it must not read all for each entry."""
    scans = "select seq_scan from pg_stat_xact_user_tables where relname = 'ledger_entry'"
    with connection.cursor() as cursor:
        cursor.execute("analyze ledger_entry, ledger_line")
        cursor.execute(scans)
        before = cursor.fetchone()  # what the session's earlier transactions have not reported yet counts too
        post([buy(of, "first")], by="staff:1", at=AT)
        post([buy(of, f"proposal/{n}") for n in range(500)], by="staff:1", at=AT)
        cursor.execute(scans)
        assert cursor.fetchone() == before
