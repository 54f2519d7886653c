"""What the bank's statement says about our payments is booked to the cent, once; the rest waits for a person."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from cessie.domain.banking.book_other import book_other
from cessie.domain.banking.models import Line
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.queries import waiting_lines
from cessie.domain.banking.take_in import take_in
from cessie.domain.payments.execute import Executed, execute
from cessie.domain.payments.models import Order
from cessie.domain.payments.order_again import order_again
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.domain.work.models import Task
from cessie.ledger.queries import balance, trial_balance
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.bank_files import COLLECTION, Page, Row, camt053
from tests.domain.conftest import AT, SYSTEM
from tests.domain.payments.test_prepare import batch_of
from tests.domain.payments.test_release import breaches, go
from tests.money_out import DAY, OTHER, Stage, give_account, pay


def released(on: Stage, *cents: int) -> list[Order]:
    """Orders on their way."""
    rows = [pay(on, amount, f"k{n}") for n, amount in enumerate(cents)]
    go(on, batch_of(on))
    return [Order.objects.select_related("batch").get(pk=row.pk) for row in rows]


def bank_says(*rows: Row, number: int = 1, opening: int = 1_000_00) -> list[Executed]:
    """The statement comes in and each of its lines is offered."""
    page = Page(DAY, opening, rows, number=number)
    taken = take_in(data=camt053(page, message=f"M{number}"), name="s.xml", by=SYSTEM, at=AT)
    lines = Line.objects.filter(statement__in=taken.statements).order_by("position")
    return [execute(line_id=line.pk, by=SYSTEM, at=AT) for line in lines]


def books() -> dict[str, Money]:
    return {line.account: line.balance for line in trial_balance()}


def test_executed(on: Stage) -> None:
    (row,) = released(on, 300_00)
    (done,) = bank_says(Row(-300_00, row.end_to_end_id))
    assert done == Executed(True, orders=(row.pk,))
    kept = Order.objects.get(pk=row.pk)
    assert (kept.state, kept.executed_date) == ("executed", DAY)
    assert books() == {
        "1005": Money(700_00), "1100": Money(500_00), "2100": Money(-200_00), "3000": Money(-1_000_00)
    }  # fmt: skip
    assert breaches() == []


def test_the_same_line_again_does_nothing(on: Stage) -> None:
    (row,) = released(on, 300_00)
    (done,) = bank_says(Row(-300_00, row.end_to_end_id))
    assert execute(line_id=Line.objects.get().pk, by=SYSTEM, at=AT) == done
    assert balance("1005") == Money(700_00)


def test_a_batch_in_one_debit(on: Stage) -> None:
    rows = released(on, 300_00, 150_00)
    number = rows[0].batch.number  # type: ignore[union-attr]  # released
    (done,) = bank_says(Row(-450_00, batch=number))
    assert set(done.orders) == {row.pk for row in rows}
    assert (balance("1030"), balance("1005")) == (Money(0), Money(550_00))
    assert breaches() == []


def test_a_batch_in_one_debit_with_its_payments_under_it(on: Stage) -> None:
    one, two = released(on, 300_00, 150_00)
    details = ((one.end_to_end_id, -300_00), (two.end_to_end_id, -150_00))
    (done,) = bank_says(Row(-450_00, details=details))
    assert done.orders == (one.pk, two.pk)
    assert breaches() == []


def test_sent_back(on: Stage) -> None:
    (row,) = released(on, 300_00)
    out, back = bank_says(Row(-300_00, row.end_to_end_id), Row(300_00, row.end_to_end_id, reason="AC04"))
    assert (out.orders, back.returned) == ((row.pk,), (row.pk,))
    kept = Order.objects.get(pk=row.pk)
    assert (kept.state, kept.refusal["facts"]) == ("returned", {"code": "AC04"})
    assert (balance("1005"), balance("2100"), balance("1030")) == (Money(1_000_00), Money(-500_00), Money(0))
    assert Task.objects.get(state="open").kind == "payments.failed"
    assert breaches() == []


def test_paid_again_to_another_account_of_the_client_once(on: Stage) -> None:
    (row,) = released(on, 300_00)
    with pytest.raises(Refusal):
        order_again(order_id=row.pk, payee_id=on.payee.pk, by=on.treasurer, at=AT)
    bank_says(Row(-300_00, row.end_to_end_id), Row(300_00, row.end_to_end_id, reason="AC04"))
    other = give_account(on.client.company_id, OTHER, on.clerk, on.second, AT)
    with pytest.raises(NotAllowed):
        order_again(order_id=row.pk, payee_id=other.pk, by=on.clerk, at=AT)
    with pytest.raises(NotFound):
        order_again(order_id=on.client.pk, payee_id=other.pk, by=on.treasurer, at=AT)
    new = order_again(order_id=row.pk, payee_id=other.pk, by=on.treasurer, at=AT)
    assert order_again(order_id=row.pk, payee_id=other.pk, by=on.treasurer, at=AT) == new
    assert (new.amount_cents, new.payee) == (300_00, other)
    assert not Task.objects.filter(state="open").exists()


@pytest.mark.parametrize(
    ("cents", "code"),
    [(-299_99, "payments.other_amount"), (-300_01, "payments.other_amount"), (300_00, "payments.unawaited")],
)
def test_what_does_not_fit_waits_for_a_person(on: Stage, cents: int, code: str) -> None:
    (row,) = released(on, 300_00)
    (done,) = bank_says(Row(cents, row.end_to_end_id))
    assert (done.ours, done.orders, [reason.code for reason in done.reasons]) == (True, (), [code])
    assert Order.objects.get(pk=row.pk).state == "instructed"
    assert waiting_lines().count() == 1
    assert Task.objects.get(state="open").kind == "banking.line_unknown"
    assert breaches() == []


def test_paid_twice_by_the_bank_is_an_alarm_and_no_booking(on: Stage) -> None:
    (row,) = released(on, 300_00)
    _, again = bank_says(Row(-300_00, row.end_to_end_id), Row(-300_00, row.end_to_end_id))
    assert [reason.code for reason in again.reasons] == ["payments.paid_twice"]
    assert balance("1005") == Money(700_00)


def test_a_debit_before_the_release_is_an_alarm(on: Stage) -> None:
    row = pay(on, 300_00)
    batch_of(on)
    (done,) = bank_says(Row(-300_00, row.end_to_end_id))
    assert [reason.code for reason in done.reasons] == ["payments.unawaited"]


def test_a_debit_that_is_nobodys_gets_a_task_that_a_person_closes(on: Stage) -> None:
    (done,) = bank_says(Row(-2_50, text="kosten"))
    assert [reason.code for reason in done.reasons] == ["payments.unknown_line"]
    execute(line_id=waiting_lines().get().pk, by=SYSTEM, at=AT)
    assert Task.objects.count() == 1
    book_other(line_id=waiting_lines().get().pk, account="5040", note="charges", by=on.second, at=AT)
    assert not Task.objects.filter(state="open").exists()


def test_a_strange_credit_on_the_payout_account_waits_for_a_person(on: Stage) -> None:
    (done,) = bank_says(Row(80_00, "INV-7"))
    assert (done.ours, [reason.code for reason in done.reasons]) == (True, ["payments.unknown_line"])
    assert Task.objects.get().kind == "banking.line_unknown"
    assert waiting_lines().count() == 1


def test_a_credit_where_debtors_pay_goes_on_to_the_next(on: Stage) -> None:
    open_account(
        iban=COLLECTION, holder="Huis NV", purpose="collection", opened_date=DAY, opening=Money(0), by=on.chief, at=AT
    )
    page = Page(DAY, 0, (Row(80_00, "INV-7"),), iban=COLLECTION)
    take_in(data=camt053(page), name="s.xml", by=SYSTEM, at=AT)
    assert execute(line_id=waiting_lines().get().pk, by=SYSTEM, at=AT) == Executed(False)
    assert not Task.objects.exists()


def test_only_who_takes_in_statements(on: Stage) -> None:
    (row,) = released(on, 300_00)
    bank_says(Row(-300_00, row.end_to_end_id))
    with pytest.raises(NotAllowed):
        execute(line_id=Line.objects.get().pk, by=on.clerk, at=AT)


@pytest.mark.django_db(transaction=True)
def test_by_six_at_once_it_is_booked_once(on: Stage) -> None:
    (row,) = released(on, 300_00)
    page = Page(DAY, 1_000_00, (Row(-300_00, row.end_to_end_id),))
    take_in(data=camt053(page), name="s.xml", by=SYSTEM, at=AT)
    line, ready, done = Line.objects.get().pk, threading.Barrier(6), list[Executed]()

    def work() -> None:
        ready.wait()
        try:
            done.append(execute(line_id=line, by=SYSTEM, at=AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(done) == {Executed(True, orders=(row.pk,))}
    assert balance("1005") == Money(700_00)
    assert breaches() == []


def test_two_payments_that_came_back_in_one_line(on: Stage) -> None:
    """The bank sends back two of our payments and books one sum: both are returned, and so it is kept."""
    one, two = released(on, 300_00, 150_00)
    bank_says(Row(-300_00, one.end_to_end_id), Row(-150_00, two.end_to_end_id))
    back = ((one.end_to_end_id, 300_00), (two.end_to_end_id, 150_00))
    (done,) = bank_says(Row(450_00, details=back, reason="AC04"), number=2, opening=550_00)
    assert set(done.returned) == {one.pk, two.pk}
    assert {row.state for row in Order.objects.all()} == {"returned"}
    assert (balance("1005"), balance("2100")) == (Money(1_000_00), Money(-500_00))
    assert breaches() == []
    Order.objects.filter(pk=two.pk).update(amount_cents=149_00)
    assert "payments.returned_line" in set(breaches())
