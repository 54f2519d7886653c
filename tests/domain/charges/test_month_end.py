"""The end of a month: a kill anywhere and again is the same; two people; what hinders is named; nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from cessie.domain.banking.models import Line
from cessie.domain.charges import before_close, step_month
from cessie.domain.charges.accrue import MonthClosed, accrue
from cessie.domain.charges.allow_month import allow_month
from cessie.domain.charges.charge_month import charge_month
from cessie.domain.charges.close_month import NotAllCharged, SamePerson, close_month
from cessie.domain.charges.invariants import CHECKS
from cessie.domain.charges.models import FeeInvoice, Fixing, MonthEnd
from cessie.domain.charges.month_ends import preview, progress
from cessie.domain.charges.start_month import start_month
from cessie.domain.charges.waiting import WATCHES
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.queries import content
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.ledger import period
from cessie.ledger.entry import Dims, Event, credit, debit
from cessie.ledger.entry import Entry as Entry_
from cessie.ledger.models import Entry
from cessie.ledger.post import post
from cessie.ledger.queries import trial_balance
from cessie.ledger.receivables import aged
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.money import charging
from tests.domain.charges.conftest import Fix, Sign, use
from tests.domain.charges.test_accrue import JUNE, night
from tests.domain.charges.test_fee_invoices import PORTAL, commission, house
from tests.domain.conftest import SYSTEM, staff

__all__ = ["house"]
pytestmark = pytest.mark.django_db
MORNING = night(date(2026, 6, 30))


@pytest.fixture
def eve(db: None) -> Viewer:
    return staff("eve", "treasury")


@pytest.fixture
def two(sign: Sign, fix: Fix, house: None, client_: Client, other_client: Client, store_folder: Path) -> None:
    """Two contracts with money in use, one with a fee a month and a commission, and June's rate."""
    fix("2.035", JUNE)
    for n, client in enumerate((client_, other_client)):
        contract = sign(client=client, fee_plan=(PORTAL,) if n else ())
        use(contract, 36_000_00 * (n + 1), JUNE, night(date(2026, 5, 31)))
        if n:
            commission(contract, 100_00, date(2026, 6, 9))


def outcome() -> tuple[object, ...]:
    """What the books and the series of invoices hold."""
    books = tuple((line.account, line.balance) for line in trial_balance())
    invoices = FeeInvoice.objects.order_by("serial").values_list("number", "net_cents", "xml__sha256")
    return books, Entry.objects.count(), tuple(invoices)


def run(by: Viewer) -> MonthEnd:
    found = start_month(month=JUNE, by=by, at=MORNING)
    charging.end_month(run_id=found.pk, by=SYSTEM, at=MORNING)
    return MonthEnd.objects.get(pk=found.pk)


def test_a_month_is_charged_invoiced_and_closed_by_two(two: None, eve: Viewer, bob: Viewer) -> None:
    before = outcome()
    told = preview(viewer=eve, month=JUNE, at=MORNING)
    assert [(total.kind, total.net.cents) for total in told.totals] == [
        ("interest_capitalised", 327_42), ("service_fee", 45_00),
    ]  # fmt: skip
    assert outcome() == before
    with pytest.raises(NotAllowed):
        start_month(month=JUNE, by=SYSTEM, at=MORNING)
    done = run(eve)
    assert (done.state, progress(done).done, FeeInvoice.objects.count()) == ("ready", 2, 2)
    assert [(t.kind, t.net) for t in progress(done).totals] == [(t.kind, t.net) for t in told.totals]
    assert [w.subject[1] for w in WATCHES[2].look(MORNING)] == [str(done.pk)]
    after = outcome()
    run(eve)
    assert outcome() == after
    with pytest.raises(SamePerson):
        close_month(run_id=done.pk, by=eve, at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthEnd.objects.update(state="closed", closed_by=eve.key)
    close_month(run_id=done.pk, by=bob, at=MORNING)
    close_month(run_id=done.pk, by=bob, at=MORNING)
    assert period.closed_until() == date(2026, 7, 1)
    with pytest.raises(MonthClosed):
        start_month(month=JUNE, by=eve, at=MORNING)
    assert [breach.in_words() for check in CHECKS for breach in check()] == []


@pytest.mark.parametrize("kill", range(0, 7, 2))
def test_a_kill_anywhere_and_again_gives_the_same_books(
    two: None, eve: Viewer, monkeypatch: pytest.MonkeyPatch, kill: int
) -> None:
    """One contract a step, so that there are seven: each dies once at its very end, before it is kept."""
    monkeypatch.setattr(step_month, "GROUP", 1)
    with transaction.atomic():
        run(eve)
        wanted = outcome()
        transaction.set_rollback(True)
    found = start_month(month=JUNE, by=eve, at=MORNING)
    steps = iter(range(100))
    originals = {"_move": step_month._move, "record": step_month.record}
    for name, original in originals.items():
        monkeypatch.setattr(step_month, name, _dies(original, steps, kill))
    with pytest.raises(KeyboardInterrupt):
        charging.end_month(run_id=found.pk, by=SYSTEM, at=MORNING)
    charging.end_month(run_id=found.pk, by=SYSTEM, at=MORNING)
    assert MonthEnd.objects.get().state == "ready"
    assert outcome()[:2] == wanted[:2]
    assert [row[0] for row in outcome()[2]] == [row[0] for row in wanted[2]]  # type: ignore[attr-defined]


def _dies(original: Callable[..., object], steps: object, kill: int) -> Callable[..., object]:
    def act(*args: object, **words: object) -> object:
        answer = original(*args, **words)
        if next(steps) == kill:  # type: ignore[call-overload]
            raise KeyboardInterrupt
        return answer

    return act


def test_who_waits_is_named_and_taken_up_again(two: None, sign: Sign, fix: Fix, eve: Viewer, bob: Viewer) -> None:
    Fixing.objects.update(valid_from=date(2026, 1, 1))
    waits = run(eve)
    told = progress(waits)
    assert (told.done, told.waiting, told.refused[0][1].code) == (0, 2, "charges.no_rate")
    with pytest.raises(NotAllCharged):
        close_month(run_id=waits.pk, by=bob, at=MORNING)
    fix("2.035", JUNE, at=MORNING)
    assert progress(run(eve)).done == 2
    assert close_month(run_id=waits.pk, by=bob, at=MORNING).state == "closed"


def test_what_hinders_is_named(two: None, eve: Viewer, bob: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(eve)
    lines = Line.objects.none()
    monkeypatch.setattr(lines, "count", lambda: 3)
    monkeypatch.setattr(lines, "filter", lambda **_: lines)
    monkeypatch.setattr(before_close, "waiting_lines", lambda: lines)
    for act in (
        lambda: close_month(run_id=done.pk, by=bob, at=MORNING),
        lambda: start_month(month=JUNE, by=eve, at=MORNING),
    ):
        with pytest.raises(Refusal, match="3"):
            act()
    assert MonthEnd.objects.get().state == "ready"


def test_the_aged_list_agrees_with_the_books_of_its_day(two: None, eve: Viewer) -> None:
    contract, debtor = Contract.objects.earliest("number"), uuid7()
    of = Dims(contract.pk, contract.client_id, debtor, UUID(int=7))
    for cents, day, up, down in ((500_00, JUNE, "1100", "2100"), (200_00, date(2026, 7, 1), "2100", "1100")):
        sides = (debit(up, Money(cents), of), credit(down, Money(cents), of))
        post([Entry_.of("P01", "purchase", Event(f"x/{day}", day), *sides)], by="test", at=MORNING)
    (row,) = aged(date(2026, 6, 30))
    assert (row.debtor, row.ages[0], Money.total(row.ages)) == (debtor, Money(500_00), Money(500_00))
    kept = content(run(eve).aged_id or "", eve).decode().splitlines()
    assert kept[-1] == ";;;500.00;0.00;0.00;0.00;0.00;500.00;"
    assert kept[1].startswith(f"{contract.number};")


def test_a_closed_month_takes_nothing_and_is_closed_once(two: None, eve: Viewer, bob: Viewer) -> None:
    done = run(eve)
    close_month(run_id=done.pk, by=bob, at=MORNING)
    keys, before = list(Contract.objects.values_list("pk", flat=True)), outcome()
    for verb in (charge_month, allow_month):
        with pytest.raises(MonthClosed):
            verb(contract_ids=keys, month=JUNE, by=SYSTEM, at=MORNING)
    with pytest.raises(MonthClosed):
        accrue(contract_ids=keys, until=date(2026, 6, 30), by=SYSTEM, at=MORNING)
    with pytest.raises(MonthClosed):
        preview(viewer=eve, month=JUNE, at=MORNING)
    late = (debit("5040", Money(1), Dims()), credit("3000", Money(1), Dims()))
    with pytest.raises(Refusal, match="closed"), transaction.atomic():
        post([Entry_.of("P37", "bank_charge", Event("late", date(2026, 6, 30)), *late)], by="test", at=MORNING)
    assert not period.close(month=JUNE, by=eve.key, at=MORNING)
    # and no program gets past the database
    for sql in (
        "insert into ledger_entry select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).*"
        " from ledger_entry e where booking_date = '2026-06-30' limit 1",
        "insert into ledger_period (month, closed_at, closed_by) values ('2026-06-01', now(), 'x')",
        "delete from ledger_period",
        "insert into charges_monthend (id, month, state, started_at, started_by, closed_by)"
        " values (gen_random_uuid(), '2026-06-01', 'running', now(), 'user:x', '')",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert outcome() == before
