"""Statements of account: frozen once the month is closed, each line explained, every difference in words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.charges.close_month import close_month
from cessie.domain.charges.invariants import statements_are_in_the_books
from cessie.domain.charges.models import AccountStatement, Fixing, MonthEnd, MonthPart
from cessie.domain.charges.month_ends import progress
from cessie.domain.charges.print_statements import told_in
from cessie.domain.charges.queries import account_statement, account_statements
from cessie.domain.charges.rules.account_statement import AccountStatement as Told
from cessie.domain.charges.rules.account_statement import Charged, Sum, changes
from cessie.domain.charges.rules.differences import of_events
from cessie.domain.charges.start_month import start_month
from cessie.domain.charges.state_month import NotClosed, frozen, state_month
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.originals import path_of
from cessie.domain.documents.queries import content
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.ledger.account import statement
from cessie.ledger.period import following
from cessie.lib.days import day_begins
from cessie.lib.money import Money
from cessie.workflows.money import charging
from tests.domain.charges.conftest import Fix, Sign, use
from tests.domain.charges.test_accrue import JULY, JUNE, night
from tests.domain.charges.test_fee_invoices import PORTAL, commission, house
from tests.domain.conftest import AT, SYSTEM, of_client, staff

__all__ = ["house"]

amounts = st.integers(-10_000_000, 10_000_000).filter(bool)
sums = st.builds(lambda n, cents: Sum(n, Money(cents)), st.integers(1, 400), amounts)


@given(sums, sums, st.integers(-10_000_000, 10_000_000), st.integers(0, 2_100_000))
def test_the_parts_of_a_difference_sum_to_it(now: Sum, before: Sum, old_net: int, vat: int) -> None:
    net = -now.amount - Money(vat)
    why = of_events((1, Money(old_net or 1)), (2, net)) or of_events((1, Money(1)), (2, net))
    for charged in ({}, {"x": Charged(net, Money(vat), Money(old_net or 1), why)}):
        (told,) = changes({"x": now}, {"x": before}, charged)
        parts = [reason.facts["amount"] for reason in told.why]
        assert Money.total(part for part in parts if isinstance(part, Money)) == told.difference


def closed(month: date, first: Viewer, second: Viewer) -> MonthEnd:
    at = day_begins(following(month)) + timedelta(hours=9)
    run = start_month(month=month, by=first, at=at)
    charging.end_month(run_id=run.pk, by=SYSTEM, at=at)
    return close_month(run_id=run.pk, by=second, at=at)


@pytest.fixture
def told(sign: Sign, fix: Fix, house: None, store_folder: Path, client_: Client, bob: Viewer) -> Contract:
    """A contract over June and July: more in use, more commissions in July, and a fee each month."""
    contract = sign(fee_plan=(PORTAL,))
    fix("2.035", JUNE)
    fix("2.035", JULY)
    use(contract, 36_000_00, JUNE, night(date(2026, 5, 31)))
    commission(contract, 100_03, date(2026, 6, 8))
    eve = staff("eve", "treasury")
    closed(JUNE, eve, bob)
    commission(contract, 100_00, date(2026, 7, 8))
    commission(contract, 50_00, date(2026, 7, 9))
    closed(JULY, eve, bob)
    return contract


@pytest.mark.django_db
def test_a_closed_month_is_told_line_by_line(told: Contract, client_: Client, other_client: Client) -> None:
    assert charging.state_months(by=SYSTEM, at=AT) == 4
    assert charging.state_months(by=SYSTEM, at=AT) == 0
    mine = of_client(client_.pk)
    july, june = account_statements(viewer=mine)
    assert (june.number, july.number) == (f"{told.number}/2026-06", f"{told.number}/2026-07")
    assert july.opening_cents == june.closing_cents
    it, books = told_in(july, mine), statement(told.pk, since=JULY, until=date(2026, 7, 31))
    assert (it.opening, it.closing) == (-books.opening, -books.closing)
    assert [(line.entry, line.amount) for line in it.lines] == [(line.entry_id, -line.amount) for line in books.lines]
    words = {line.kind: [why.in_words() for why in line.why] for line in it.lines}
    assert words["service_fee"] == ["1 × 45.00 EUR"]
    first = "2026-07-01 to 2026-07-07, 7 days: 36283.37 EUR at 3.635 percent a year"
    assert words["interest_capitalised"][0] == first
    by_kind = {each.kind: each for each in it.changes}
    assert [why.in_words() for why in by_kind["factoring_commission"].why] == [
        "2 times instead of 1: -100.03 EUR", "On average 75.00 EUR each instead of 100.03 EUR: 50.06 EUR",
        "VAT: -9.99 EUR",
    ]  # fmt: skip
    assert by_kind["service_fee"].why == ()
    assert Money.total(each.difference for each in it.changes) == (it.closing - it.opening) - Money(
        june.closing_cents - june.opening_cents
    )
    assert Told.from_json(it.to_json()) == it
    assert content(july.pdf_id or "", mine).startswith(b"%PDF-1.7")
    assert list(account_statements(viewer=of_client(other_client.pk))) == []
    with pytest.raises(NotFound):
        account_statement(viewer=of_client(other_client.pk), statement_id=july.pk)
    assert list(statements_are_in_the_books()) == []
    done = progress(MonthEnd.objects.get(month=JULY))
    assert (done.done, done.stated, done.papers) == (1, 1, 1)


@pytest.mark.django_db
def test_what_was_changed_since_is_found(told: Contract) -> None:
    charging.state_months(by=SYSTEM, at=AT)
    row = AccountStatement.objects.get(month=JUNE)
    AccountStatement.objects.filter(pk=row.pk).update(closing_cents=F("closing_cents") + 1)
    assert [reason.code for reason in statements_are_in_the_books()] == ["charges.statement_differs"]
    AccountStatement.objects.filter(pk=row.pk).update(closing_cents=row.closing_cents)
    kept = path_of(row.data_id)
    kept.write_bytes(kept.read_bytes().replace(b'"opening":0', b'"opening":1'))
    assert [reason.code for reason in statements_are_in_the_books()] == ["documents.changed"]


@pytest.mark.django_db
def test_only_a_closed_month_is_told_and_only_where_something_moved(
    told: Contract, sign: Sign, other_client: Client, bob: Viewer
) -> None:
    Fixing.objects.create(
        reference="EURIBOR_3M", valid_from=date(2026, 8, 1), value="2.035", source="x", state="confirmed",
        entered_at=AT, entered_by="user:a", decided_at=AT, decided_by="user:b",
    )  # fmt: skip
    still = sign(client=other_client)
    august = date(2026, 8, 1)
    with pytest.raises(NotClosed):
        state_month(contract_ids=[told.pk], month=august, by=SYSTEM, at=AT)
    with pytest.raises(NotAllowed):
        state_month(contract_ids=[told.pk], month=JULY, by=of_client(told.client_id), at=AT)
    closed(august, staff("zoe", "treasury"), bob)
    charging.state_months(by=SYSTEM, at=AT)
    assert not AccountStatement.objects.filter(contract=still).exists()
    assert set(MonthPart.objects.values_list("state", flat=True)) == {"told"}


@pytest.mark.django_db
def test_any_number_of_contracts_takes_the_same_questions(told: Contract, sign: Sign, other_client: Client) -> None:
    asked = []
    for keys in ([told.pk], [told.pk, sign(client=other_client).pk]):
        contracts = {row.pk: row for row in Contract.objects.filter(pk__in=keys).select_related("client__company")}
        with CaptureQueriesContext(connection) as questions:
            frozen(contracts, JULY)
        asked.append(len(questions))
    assert asked[0] == asked[1] <= 14
