"""Each line of the bank finds who knows it, once; what is bought and paid gives its holdback back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cessie.domain.audit.models import Event
from cessie.domain.banking.models import Line
from cessie.domain.matching.models import Receipt
from cessie.domain.payments.models import Order
from cessie.domain.work.models import Task
from cessie.ledger.models import Entry
from cessie.lib.correlation import correlated
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows import money_in
from cessie.workflows.money import paying
from cessie.workflows.money_in import Day
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, moment
from tests.workflows.together import together

DAY = date(2026, 3, 2)
LATER = date(2026, 3, 30)
OGM = make_ogm(20260042)


@pytest.fixture
def bought(road: Road) -> Road:
    """1,210.00 bought and paid out, nothing paid by the debtor yet."""
    sale = road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1), reference=shown_ogm(OGM))
    road.hand_in(sale, DAY)
    road.approve(DAY)
    road.pay_run(DAY)
    road.bank_day(DAY)
    return road


def statement(road: Road, *rows: Row) -> None:
    road.book(road.collection, LATER, *rows)
    paying.collect(channel=road.channel, by=SYSTEM, at=moment(LATER, 20))


def run() -> Day:
    return money_in.run(by=SYSTEM, at=moment(LATER, 21))


def entries() -> dict[str, int]:
    rules = list(Entry.objects.exclude(rule="P00").values_list("rule", flat=True))
    return {rule: rules.count(rule) for rule in sorted(set(rules))}


def test_paid_whole_it_is_matched_and_released_and_again_nothing(bought: Road) -> None:
    statement(bought, Row(1_210_00, text=OGM))
    assert run() == Day(receipts=1, matched=1, released=1)
    before = entries()
    assert run() == Day()
    assert entries() == before
    assert (before["P07"], before["P08"], before["P09"]) == (1, 1, 1)
    assert [order.amount_cents for order in Order.objects.filter(state="ordered")] == [121_00]


@pytest.mark.django_db(transaction=True)
def test_several_runs_at_once_book_each_line_once_and_doubt_nothing(bought: Road) -> None:
    rows = [Row(210_00, text=OGM), Row(400_00, text=OGM), Row(600_00, text=OGM), Row(77_00, text="?", iban="")]
    statement(bought, *rows)
    outcomes = together(run, times=3)
    assert all(isinstance(outcome, Day) for outcome in outcomes), outcomes
    run()  # what one run still had in hand when another looked for paid invoices
    assert {rule: count for rule, count in entries().items() if rule >= "P07"} == {"P07": 4, "P08": 3, "P09": 1}
    assert Order.objects.filter(state="ordered").count() == 1
    assert [task.kind for task in Task.objects.filter(state="open")] == ["line.unmatched"]
    assert Receipt.objects.count() == 4


def test_a_line_that_nobody_knows_is_somebodys_task_and_stops_no_other(bought: Road) -> None:
    statement(bought, Row(-5_00, text="bank charges"), Row(1_210_00, text=OGM))
    assert run() == Day(receipts=1, matched=1, released=1)
    (task,) = Task.objects.filter(state="open")
    line = Line.objects.get(amount_cents=-5_00)
    assert (task.kind, task.subject_id, task.evidence["amount_cents"]) == ("banking.line_unknown", str(line.pk), -5_00)
    assert line.taken_by == ""
    run()
    assert Task.objects.count() == 1


def test_a_line_that_breaks_the_program_leaves_nothing_half_done(bought: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error, not a refusal: the run ends with it, the line is as if never touched, and the next run books it."""

    def broken(**_: object) -> None:
        raise ZeroDivisionError

    statement(bought, Row(1_210_00, text=OGM))
    with monkeypatch.context() as during:
        during.setattr(money_in, "match", broken)
        with pytest.raises(ZeroDivisionError):
            run()
        assert not Receipt.objects.exists()
        assert "P07" not in entries()
    assert run() == Day(receipts=1, matched=1, released=1)


def test_a_holdback_without_an_account_to_pay_to_is_released_and_asked_about(bought: Road, tmp_path: Path) -> None:
    from cessie.domain.parties.accounts import end_account
    from cessie.domain.parties.models import BankAccount

    end_account(account_id=BankAccount.objects.get(iban=bought.seller.iban).pk, by=SYSTEM, at=moment(LATER, 8))
    statement(bought, Row(1_210_00, text=OGM))
    assert run().released == 1
    assert not Order.objects.filter(state="ordered").exists()
    assert [task.kind for task in Task.objects.filter(state="open")] == ["payout.no_account"]


def test_the_name_of_the_run_is_in_every_line_of_the_trail(bought: Road) -> None:
    statement(bought, Row(1_210_00, text=OGM))
    with correlated("bank-run-9"):
        run()
    told = Event.objects.filter(request_id="bank-run-9").values_list("action", flat=True)
    assert {"matching.receive", "purchase.release", "payments.order"} <= set(told)
