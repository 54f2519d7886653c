"""Closing a month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from cessie.ledger.models import Snapshot
from cessie.ledger.period import close, closed_until, following
from cessie.ledger.post import post
from cessie.ledger.queries import trial_balance
from cessie.ledger.rules.fees import fee
from cessie.ledger.rules.purchase import purchase
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.ledger.conftest import AT, event

pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 1, 8, tzinfo=UTC)


def buy(of, name, day, cents=1000):
    return post([purchase(event=event(name, day), face=Money(cents), of=of)], by="me", at=AT)


def test_a_closed_month_takes_no_more(of):
    buy(of, "a", "2026-03-31")
    assert close(month=date(2026, 3, 1), by="me", at=JUNE)
    for name, day in (("b", "2026-03-31"), ("c", "2026-02-01")):
        with pytest.raises(Refusal) as no, transaction.atomic():
            buy(of, name, day)
        assert no.value.code == "ledger.month_closed"
    buy(of, "d", "2026-04-01")
    assert closed_until() == date(2026, 4, 1)


def test_a_repeat_of_what_was_posted_before_the_closing_is_no_new_posting(of):
    (first,) = buy(of, "a", "2026-03-31")
    close(month=date(2026, 3, 1), by="me", at=JUNE)
    (again,) = buy(of, "a", "2026-03-31")
    assert (again.entry_id, again.new) == (first.entry_id, False)


def test_closing_twice_closes_once(of):
    assert close(month=date(2026, 3, 1), by="me", at=JUNE)
    assert not close(month=date(2026, 3, 1), by="me", at=JUNE)
    assert not close(month=date(2026, 2, 1), by="me", at=JUNE)


def test_a_month_that_is_not_over_is_not_closed(of):
    with pytest.raises(Refusal) as no:
        close(month=date(2026, 6, 1), by="me", at=JUNE)
    assert no.value.code == "ledger.month_not_over"


def test_a_month_is_over_when_brussels_says_so():
    assert close(month=date(2026, 5, 1), by="me", at=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))


def test_a_month_is_named_by_its_first_day():
    with pytest.raises(ValueError, match="first day"):
        close(month=date(2026, 3, 2), by="me", at=JUNE)


def test_snapshots_build_on_each_other(of):
    buy(of, "a", "2026-03-31", 100)
    close(month=date(2026, 3, 1), by="me", at=JUNE)
    buy(of, "b", "2026-04-30", 10)
    post(
        [fee(event=event("f", "2026-05-05"), kind="set_up_fee", net=Money(5), vat=Money(1), country="BE", of=of)],
        by="me",
        at=AT,
    )
    close(month=date(2026, 5, 1), by="me", at=JUNE)
    kept = (
        Snapshot.objects.filter(month=date(2026, 5, 1))
        .order_by("account")
        .values_list("account", "country", "amount_cents")
    )
    assert list(kept) == [("1100", None, 110), ("2100", None, -104), ("2400", "BE", -1), ("4020", None, -5)]
    assert {line.account: line.balance.cents for line in trial_balance(day=date(2026, 4, 29))} == {
        "1100": 100,
        "2100": -100,
    }


def test_a_closed_month_stays_closed(of):
    close(month=date(2026, 3, 1), by="me", at=JUNE)
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from ledger_period")


def test_the_month_after_december_is_january():
    assert following(date(2026, 12, 1)) == date(2027, 1, 1)
