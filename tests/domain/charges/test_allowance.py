"""The allowance for losses: percents of two people, the difference to the month before, explained to the invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.charges.allow_month import allow_month
from cessie.domain.charges.allowances import behind, month_sums
from cessie.domain.charges.decide_allowance import decide_allowance
from cessie.domain.charges.invariants import allowances_are_in_the_books
from cessie.domain.charges.models import Allowance, AllowancePolicy
from cessie.domain.charges.month_ends import preview
from cessie.domain.charges.propose_allowance import propose_allowance
from cessie.domain.charges.rules.allowance import CLASSES, Matrix, allowed
from cessie.domain.charges.waiting import WATCHES
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.ledger.models import Balance
from cessie.ledger.models import Entry as Kept
from cessie.ledger.post import post
from cessie.ledger.rules.nonpayment import doubt, write_off
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.charges.conftest import Sign
from tests.domain.charges.test_accrue import JUNE, night
from tests.domain.conftest import SYSTEM, of_client, staff

MORNING, LATER = night(date(2026, 6, 30)), night(date(2026, 7, 31))
JULY = date(2026, 7, 1)
RATES = Matrix(
    none=tuple(map(Decimal, ("0.2", "1", "4", "10", "30", "50"))),
    full=tuple(map(Decimal, ("0", "0", "1", "2", "5", "20"))),
)


@given(st.lists(st.integers(0, 10**9), min_size=6, max_size=6), st.integers(0, 100))
def test_an_allowance_never_exceeds_what_is_open_and_recourse_never_adds(cents: list[int], share: int) -> None:
    ages = [Money(each) for each in cents]
    some = allowed(ages, RATES.of(Decimal(share)))
    assert all(0 <= part.allowed.cents <= part.open.cents for part in some)
    assert [part.of for part in some] == [name for name, amount in zip(CLASSES, ages, strict=True) if amount]
    none = Money.total(part.allowed for part in allowed(ages, RATES.of(Decimal(0))))
    assert Money.total(part.allowed for part in some) <= none


@pytest.fixture
def eve(db: None) -> Viewer:
    return staff("eve", "treasury")


@pytest.fixture
def agreed_on(eve: Viewer, bob: Viewer) -> AllowancePolicy:
    row = propose_allowance(matrix=RATES, valid_from=date(2026, 1, 1), note="as every year", by=eve, at=MORNING)
    return decide_allowance(policy_id=row.pk, event="confirm", by=bob, at=MORNING)


def buy(contract: Contract, cents: int, due: date | None, day: date = JUNE) -> Dims:
    """An invoice in the books, and its due date as the room of invoices would tell it."""
    of = Dims(contract.pk, contract.client_id, uuid7(), uuid7())
    sides = (debit("1100", Money(cents), of), credit("2100", Money(cents), of))
    post([Entry.of("P01", "purchase", Event(f"{of.invoice}", day), *sides)], by="test", at=MORNING)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('cessie.rebuild', 'on', true)")
        Balance.objects.filter(invoice_id=of.invoice).update(due_date=due)
        cursor.execute("select set_config('cessie.rebuild', '', true)")
    return of


def aside(contract: Contract, day: date | None = None) -> int:
    return -ledger.balance("1190", Dims(contract=contract.pk), day=day).cents


def test_percents_need_two_people_and_reason(eve: Viewer, bob: Viewer) -> None:
    def say(matrix: Matrix = RATES, note: str = "why", by: Viewer = eve) -> AllowancePolicy:
        return propose_allowance(matrix=matrix, valid_from=JUNE, note=note, by=by, at=MORNING)

    falls = Matrix(none=(Decimal(5), *RATES.none[1:]), full=RATES.full)
    for matrix, note in ((falls, "x"), (Matrix(RATES.full, RATES.none), "x"), (RATES, " ")):
        with pytest.raises(Refusal):
            say(matrix, note)
    with pytest.raises(NotAllowed):
        say(by=SYSTEM)
    row = say()
    assert say() == row
    with pytest.raises(Refusal, match="wait already"):
        say(note="otherwise")
    assert [each.subject[1] for watch in WATCHES if watch.kind == "allowance.proposed" for each in watch.look(MORNING)]
    with pytest.raises(Refusal, match="another person"):
        decide_allowance(policy_id=row.pk, event="confirm", by=eve, at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        AllowancePolicy.objects.update(state="confirmed", decided_at=MORNING, decided_by=eve.key)
    decide_allowance(policy_id=row.pk, event="confirm", by=bob, at=MORNING)
    assert decide_allowance(policy_id=row.pk, event="confirm", by=bob, at=MORNING).state == "confirmed"


def test_the_difference_to_the_month_before_is_posted(agreed_on: AllowancePolicy, sign: Sign) -> None:
    contract = sign()
    buy(contract, 100_000_00, None)
    old, lost = buy(contract, 20_000_00, date(2026, 6, 15)), buy(contract, 10_000_00, date(2026, 5, 1))
    post([doubt(event=Event("d", JUNE), amount=Money(10_000_00), of=lost)], by="test", at=MORNING)
    first = preview(viewer=SYSTEM, month=JUNE, at=MORNING).allowance
    assert (first.needed, first.difference, aside(contract)) == (Money(5_400_00), Money(5_400_00), 0)
    for _again in range(2):
        allow_month(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=MORNING)
    assert (aside(contract), Kept.objects.filter(kind="allowance").count()) == (5_400_00, 1)
    assert month_sums(JUNE) == first
    # July: the doubtful one is lost, the older one is 46 days late
    post(
        [write_off(event=Event("w", date(2026, 7, 3)), amount=Money(10_000_00), of=lost, allowed=Money(5_400_00))],
        by="test", at=LATER,
    )  # fmt: skip
    allow_month(contract_ids=[contract.pk], month=JULY, by=SYSTEM, at=LATER)
    assert (aside(contract), aside(contract, date(2026, 6, 30))) == (1_000_00, 5_400_00)
    standing, invoices = behind(viewer=SYSTEM, month=JULY, contract_id=contract.pk)
    assert (standing.needed, standing.difference) == (Money(1_000_00), Money(1_000_00))
    assert {(each.of, each.share.cents): each.owed.invoice for each in invoices}["d60", 800_00] == old.invoice
    assert not list(allowances_are_in_the_books())
    with pytest.raises(NotFound):
        behind(viewer=of_client(contract.client_id), month=JULY, contract_id=contract.pk)


def test_a_month_that_is_looked_at_again_posts_what_changed_and_never_below_zero(
    agreed_on: AllowancePolicy, sign: Sign
) -> None:
    contract = sign()
    of = buy(contract, 50_000_00, date(2026, 1, 1))
    allow_month(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=MORNING)
    assert aside(contract) == 15_000_00
    # June's money turns up, and July has used the allowance up meanwhile
    paid = (debit("3000", Money(50_000_00), of), credit("1100", Money(50_000_00), of))
    post([Entry.of("P00", "opening", Event("paid", JUNE), *paid)], by="test", at=MORNING)
    lost = (debit("1190", Money(14_000_00), of), credit("5000", Money(14_000_00), of))
    post([Entry.of("P00", "opening", Event("lost", JULY), *lost)], by="test", at=LATER)
    allow_month(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=LATER)
    assert aside(contract) == 0
    assert [row.posted_cents for row in Allowance.objects.order_by("run")] == [15_000_00, -1_000_00]


def test_with_recourse_other_percents_and_without_any_nothing(sign: Sign, eve: Viewer, bob: Viewer) -> None:
    contract = sign(recourse="FULL", insurance="NONE")
    buy(contract, 10_000_00, date(2026, 5, 15))
    assert allow_month(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=MORNING) == ()
    hints = [reason.code for reason in preview(viewer=SYSTEM, month=JUNE, at=MORNING).hints]
    assert "month.no_allowance" in hints
    row = propose_allowance(matrix=RATES, valid_from=JUNE, note="x", by=eve, at=MORNING)
    decide_allowance(policy_id=row.pk, event="confirm", by=bob, at=MORNING)
    (look,) = allow_month(contract_ids=[contract.pk], month=JUNE, by=SYSTEM, at=MORNING)
    assert (look.needed_cents, look.parts[0]["percent"]) == (100_00, "1")
