"""What the books say, as of a day and as known at a moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cessie.ledger import account, queries
from cessie.ledger.entry import Dims
from cessie.ledger.period import close
from cessie.ledger.post import post
from cessie.ledger.receivables import bought_and_held
from cessie.ledger.rules import fees, managed, payouts, purchase, receipts
from cessie.lib.money import Money
from tests.ledger.conftest import AT, dims, event, key

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=30)
ONE, TWO = dims("INV1", reference="PAY1"), dims("INV2", debtor="D2", reference="PAY2")
LINE = dims("INV1", reference="LINE1")


@pytest.fixture(autouse=True)
def books():
    """Two invoices bought in March; the first is paid in April, which is known on 2 April."""
    post(
        [
            purchase.purchase(event=event("1"), face=Money(1000), of=ONE),
            purchase.hold_back(event=event("1"), amount=Money(100), of=ONE),
            fees.fee(event=event("1"), kind="factoring_commission", net=Money(20), vat=Money(4), country="BE", of=ONE),
            payouts.instruct(event=event("1"), amount=Money(876), of=ONE),
            payouts.execute(event=event("1", "2026-03-04"), amount=Money(876), of=ONE),
            purchase.purchase(event=event("2", "2026-03-10"), face=Money(500), of=TWO),
        ],
        by="me",
        at=AT,
    )
    post(
        [
            receipts.receipt(event=event("3", "2026-04-01"), amount=Money(1200), of=LINE),
            receipts.allocate(event=event("3", "2026-04-01"), amount=Money(1000), of=LINE),
        ],
        by="me",
        at=LATER,
    )


def both(account: str, of: Dims = queries.NOTHING, **when: date | datetime) -> int:
    """A balance, the same whether March is closed or not."""
    before = queries.balance(account, of, **when).cents
    close(month=date(2026, 3, 1), by="me", at=LATER)
    assert queries.balance(account, of, **when).cents == before
    return before


@pytest.mark.parametrize(
    ("account", "of", "when", "cents"),
    [
        ("1100", {}, {}, 500),
        ("1100", {"invoice": key("INV1")}, {}, 0),
        ("1100", {"invoice": key("INV1")}, {"day": date(2026, 3, 31)}, 1000),
        ("1100", {"invoice": key("INV1")}, {"known_at": AT}, 1000),
        ("1100", {}, {"day": date(2026, 3, 9)}, 1000),
        ("1100", {}, {"day": date(2026, 3, 2)}, 0),
        ("1100", {}, {"day": date(2026, 3, 9), "known_at": AT - timedelta(seconds=1)}, 0),
        ("2100", {"contract": key("K1")}, {}, -500),
        ("2100", {"contract": key("K1")}, {"day": date(2026, 3, 3)}, 0),
        ("2100", {"invoice": key("INV2")}, {}, -500),
        ("2300", {"reference": key("LINE1")}, {}, -200),
        ("2300", {"reference": key("LINE1")}, {"known_at": AT}, 0),
        ("1000", {}, {}, 1200),
        ("1000", {"bank": key("bank")}, {}, 1200),
        ("1000", {"bank": key("another bank")}, {}, 0),
        ("1000", {}, {"day": date(2026, 3, 31)}, 0),
        ("1000", {}, {"known_at": AT}, 0),
        ("1005", {}, {"day": date(2026, 3, 3)}, 0),
        ("1005", {}, {}, -876),
        ("2400", {"country": "BE"}, {}, -4),
        ("2400", {"country": "NL"}, {}, 0),
        ("4000", {}, {}, -20),
        ("4000", {"contract": key("K1")}, {"day": date(2026, 3, 3)}, -20),
        ("4000", {"contract": key("K2")}, {}, 0),
    ],
)
def test_a_balance(account, of, when, cents):
    assert both(account, Dims(**of), **when) == cents


@pytest.mark.parametrize("closed", [False, True])
def test_the_trial_balance(closed):
    if closed:
        close(month=date(2026, 3, 1), by="me", at=LATER)
    now = {line.account: line.balance.cents for line in queries.trial_balance()}
    assert now == {
        "1000": 1200,
        "1005": -876,
        "1100": 500,
        "2100": -500,
        "2110": -100,
        "2300": -200,
        "2400": -4,
        "4000": -20,
    }
    march = {line.account: line.balance.cents for line in queries.trial_balance(day=date(2026, 3, 31))}
    assert march == {"1005": -876, "1100": 1500, "2100": -500, "2110": -100, "2400": -4, "4000": -20}
    known = {line.account: line.balance.cents for line in queries.trial_balance(known_at=AT)}
    assert known == march


def test_the_statement_of_account():
    told = account.statement(key("K1"), since=date(2026, 3, 4), until=date(2026, 3, 31))
    assert (told.opening.cents, told.closing.cents) == (0, -500)
    whole = account.statement(key("K1"), since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert [(line.kind, line.amount.cents, line.balance.cents) for line in whole.lines] == [
        ("purchase", -1000, -1000),
        ("holdback_set", 100, -900),
        ("factoring_commission", 24, -876),
        ("payout_instructed", 876, 0),
        ("purchase", -500, -500),
    ]
    assert whole.lines[0].invoice == key("INV1")


def test_what_is_open_held_in_use_and_unallocated():
    one, two, never = key("INV1"), key("INV2"), key("INV9")
    assert {k: m.cents for k, m in queries.open_amounts([one, two, never]).items()} == {one: 0, two: 500, never: 0}
    assert queries.holdbacks([one])[one].cents == 100
    nothing = Money(0)
    both = {one: (nothing, Money(100)), two: (Money(500), nothing), never: (nothing, nothing)}
    assert bought_and_held([one, two, never]) == both
    assert {k: m.cents for k, m in queries.exposures([key("D1"), key("D2")]).items()} == {key("D1"): 0, key("D2"): 500}
    assert queries.unallocated([key("LINE1")])[key("LINE1")].cents == 200
    assert queries.in_transit([key("PAY1")])[key("PAY1")].cents == 0
    assert queries.client_accounts([key("K1")])[key("K1")].cents == -500
    assert queries.funds_in_use([key("K1")])[key("K1")].cents == -100  # paid 876 + fees 24 - collected 1000


def test_a_managed_invoice_is_open_too():
    of = dims("INV3")
    post([managed.enter(event=event("m"), amount=Money(77), of=of)], by="me", at=AT)
    assert queries.open_amounts([of.invoice])[of.invoice].cents == 77
    assert queries.bought_amounts([of.invoice])[of.invoice].cents == 0


def test_the_bookings_of_an_invoice_tell_its_story():
    told = queries.bookings(invoice=key("INV1"))
    assert [b.kind for b in told] == [
        "purchase", "holdback_set", "factoring_commission", "payout_instructed", "payout_executed", "receipt",
        "allocation",
    ]  # fmt: skip
    assert [(line.account, line.amount.cents) for line in told[2].lines] == [("2100", 24), ("4000", -20), ("2400", -4)]
    assert told[2].lines[2].dims.country == "BE"
    assert {b.kind for b in queries.bookings(reference=key("LINE1"))} == {"receipt", "allocation"}
    assert len(queries.bookings(contract=key("K1"))) == 8
    assert queries.entry_id("P01 purchase 1") == told[0].entry_id
    assert queries.entry_id("P01 purchase never") is None


@pytest.mark.parametrize(
    ("ask", "statements"),
    [
        (lambda: queries.balance("1005", day=date(2026, 3, 31)), 1),
        (lambda: queries.balance("1100", Dims(invoice=key("INV1")), known_at=AT), 1),
        (lambda: queries.trial_balance(known_at=AT), 1),
        (lambda: queries.open_amounts([key(f"INV{n}") for n in range(500)]), 1),
        (lambda: account.statement(key("K1"), since=date(2026, 1, 1), until=date(2026, 12, 31)), 2),
        (lambda: queries.bookings(contract=key("K1")), 2),
    ],
)
def test_the_number_of_statements_does_not_grow(ask, statements):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask()
    assert len(seen) == statements
