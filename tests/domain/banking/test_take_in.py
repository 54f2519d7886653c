"""Statements come in as a chain: whole, once, in whatever order, and never half."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from cessie.domain.banking.balances import position
from cessie.domain.banking.invariants import CHECKS
from cessie.domain.banking.models import Account, Detail, Line, Statement
from cessie.domain.banking.queries import statement, statements, waiting_lines
from cessie.domain.banking.rules.entries import NotBookable
from cessie.domain.banking.take_in import Differs, TakenIn, UnknownAccount, take_in
from cessie.domain.documents.models import Arrival
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.bank_files import COLLECTION, Page, Row, camt053, camt054
from tests.domain.conftest import AT, SYSTEM, of_client

MONDAY = date(2026, 3, 2)
ONE = Page(MONDAY, 1_000_00, (Row(-50_00), Row(20_00, text="invoice 7")), number=1)
TWO = Page(MONDAY + timedelta(days=1), 970_00, (Row(-70_00),), number=2)
THREE = Page(MONDAY + timedelta(days=2), 900_00, (Row(100_00), Row(-1)), number=3)


def take(*pages: Page, **how: str) -> TakenIn:
    return take_in(data=camt053(*pages, **how), name="statement.xml", by=SYSTEM, at=AT)


def states() -> list[tuple[str, str]]:
    return list(Statement.objects.order_by("closing_date", "imported_at").values_list("number", "state"))


def breaches() -> list[str]:
    return [reason.code for check in CHECKS for reason in check()]


def chain(account: Account) -> list[int]:
    """Sequence numbers from the first statement to the last."""
    by_previous = {row.previous_id: row for row in Statement.objects.filter(account=account, state="chained")}
    found, at = [], by_previous.get(None)
    while at is not None:
        found.append(at.sequence)
        at = by_previous.get(at.pk)
    return found


def test_a_statement_is_kept_with_its_lines(payout: Account) -> None:
    taken = take(ONE)
    assert (len(taken.statements), taken.lines, taken.duplicates, taken.findings) == (1, 2, 0, ())
    assert [(line.amount_cents, line.text) for line in waiting_lines()] == [(-50_00, ""), (20_00, "invoice 7")]
    assert position(payout).closing == Money(970_00)
    assert position(payout).untaken == Money(-30_00)
    assert breaches() == []


def test_the_same_file_and_the_same_statement_in_another_file_change_nothing(payout: Account) -> None:
    take(ONE)
    before = list(Line.objects.order_by("pk").values())
    again = take(ONE)
    assert (again.statements, again.duplicates) == ((), 1)
    both = take(replace(ONE), TWO, message="M2")
    assert (len(both.statements), both.duplicates, both.lines) == (1, 1, 1)
    renumbered = take(replace(ONE, number=77), message="M3")
    assert (renumbered.statements, renumbered.duplicates) == ((), 1)
    assert list(Line.objects.filter(statement__number="1").order_by("pk").values()) == before
    assert breaches() == []


def test_out_of_order_waits_and_heals_when_the_gap_is_filled(payout: Account) -> None:
    take(ONE)
    late = take(THREE)
    assert {reason.code for _, reason in late.findings} == {"banking.gap", "banking.sequence"}
    assert [line.statement.number for line in waiting_lines()] == ["1", "1"]
    assert Task.objects.filter(kind="banking.statement_held", state="open").count() == 1
    assert breaches() == []
    take(TWO)
    assert chain(payout) == [1, 2, 3]
    assert waiting_lines().count() == 5
    assert not Task.objects.filter(state="open").exists()
    assert breaches() == []


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_any_order_gives_the_same_chain(payout: Account, order: tuple[int, ...]) -> None:
    pages = (ONE, TWO, THREE)
    for at in order:
        take(pages[at])
    assert chain(payout) == [1, 2, 3]
    assert position(payout).closing == Money(THREE.closes)
    assert breaches() == []


def test_several_days_in_one_file_in_any_order(payout: Account) -> None:
    assert take(THREE, ONE, TWO).findings == ()
    assert chain(payout) == [1, 2, 3]


def test_the_first_statement_must_open_as_the_books_do(payout: Account) -> None:
    taken = take(TWO)
    assert [reason.code for _, reason in taken.findings] == ["banking.beginning"]
    assert waiting_lines().count() == 0


def test_a_statement_that_does_not_add_up_is_kept_and_not_offered(payout: Account) -> None:
    taken = take(replace(ONE, closing=970_01))
    (found,) = taken.findings
    assert (found[1].code, found[1].facts["difference"]) == ("banking.unbalanced", Money(1))
    assert waiting_lines().count() == 0
    assert Line.objects.count() == 2
    following = take(replace(TWO, opening=970_01))
    assert following.findings
    assert waiting_lines().count() == 0


def test_a_number_left_out_is_a_missing_statement_even_if_the_balances_fit(payout: Account) -> None:
    take(ONE)
    assert [reason.code for _, reason in take(replace(TWO, number=3)).findings] == ["banking.sequence"]


def test_another_account_is_refused_and_nothing_is_half_kept(payout: Account) -> None:
    with pytest.raises(UnknownAccount, match=COLLECTION):
        take(ONE, replace(TWO, iban=COLLECTION))
    assert not Statement.objects.exists()
    assert Arrival.objects.count() == 1  # the file itself is kept


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (replace(ONE, currency="USD"), "banking.currency"),
        (replace(ONE, rows=(Row(-50_00, currency="USD"),)), "banking.currency"),
    ],
)
def test_another_currency_is_refused(payout: Account, page: Page, code: str) -> None:
    with pytest.raises(NotBookable) as no:
        take(TWO, page)
    assert no.value.code == code
    assert not Statement.objects.exists()


def test_the_same_number_saying_something_else_is_refused(payout: Account) -> None:
    take(ONE)
    with pytest.raises(Differs):
        take(replace(ONE, rows=(Row(-51_00), Row(20_00))))
    assert Line.objects.count() == 2


def test_an_interim_report_is_never_booked(payout: Account) -> None:
    taken = take_in(data=camt054(ONE), name="n.xml", by=SYSTEM, at=AT)
    assert (taken.statements, taken.interim) == ((), 1)
    assert not Line.objects.exists()


def test_an_entry_that_was_on_a_former_statement_waits_for_a_person(payout: Account) -> None:
    take(replace(ONE, rows=(Row(-50_00, reference="R1"), Row(20_00))))
    taken = take(replace(TWO, day=MONDAY, rows=(Row(-50_00, reference="R1"), Row(-20_00))))
    assert [reason.code for _, reason in taken.findings] == ["banking.entry_again"]
    assert waiting_lines().count() == 2


def test_a_reference_repeated_within_one_statement_is_the_banks_habit(payout: Account) -> None:
    assert take(replace(ONE, rows=(Row(-50_00, reference="R1"), Row(20_00, reference="R1")))).findings == ()


def test_a_day_of_nothing_twice_and_a_day_that_nets_to_nothing(payout: Account) -> None:
    quiet = Page(MONDAY, 1_000_00, number=1)
    take(quiet)
    assert take(quiet, message="M2").duplicates == 1
    nets = Page(MONDAY + timedelta(days=1), 1_000_00, (Row(5_00), Row(-5_00)), number=2)
    take(nets)
    twin = take(replace(nets, number=3, rows=(Row(5_00), Row(-5_00))))
    assert [reason.code for _, reason in twin.findings] == ["banking.twin"]


@pytest.mark.parametrize("together", [True, False])
def test_the_same_amount_twice_on_a_day_that_was_emptied_between_is_not_lost(payout: Account, together: bool) -> None:
    """Three statements of one day, the last like the first: a person says whether it is the same money."""
    pages = [
        Page(MONDAY, 1_000_00, (Row(100_00, reference="A"),), number=1),
        Page(MONDAY, 1_100_00, (Row(-100_00, reference="B"),), number=2),
        Page(MONDAY, 1_000_00, (Row(100_00, reference="C"),), number=3),
    ]
    taken = [take(*pages)] if together else [take(page) for page in pages]
    assert sum(part.lines for part in taken) == 3
    assert [reason.code for _, reason in taken[-1].findings] == ["banking.twin"]


def test_a_batch_line_keeps_its_payments(payout: Account) -> None:
    batch = Row(-70_00, batch="CS-1", details=(("CSA", -50_00), ("CSB", -20_00)))
    take(Page(MONDAY, 1_000_00, (batch,), number=1))
    line = waiting_lines().get()
    assert (line.amount_cents, line.batch_reference) == (-70_00, "CS-1")
    assert list(Detail.objects.order_by("position").values_list("end_to_end_id", "amount_cents")) == [
        ("CSA", -50_00),
        ("CSB", -20_00),
    ]


def test_what_is_no_statement_is_refused(payout: Account) -> None:
    with pytest.raises(Refusal):
        take_in(data=b"hello", name="a.txt", by=SYSTEM, at=AT)
    with pytest.raises(Refusal):
        take_in(data=camt053(ONE)[:-20], name="a.xml", by=SYSTEM, at=AT)
    assert Arrival.objects.count() == 2


def test_who_may(payout: Account, an: Viewer, bob: Viewer) -> None:
    with pytest.raises(NotAllowed):
        take_in(data=camt053(ONE), name="a.xml", by=an, at=AT)
    taken = take_in(data=camt053(ONE), name="a.xml", by=bob, at=AT)
    assert statement(bob, taken.statements[0]) is not None
    assert statement(of_client(), taken.statements[0]) is None
    assert not statements(of_client()).exists()


@pytest.mark.django_db(transaction=True)
def test_two_files_of_one_account_at_once_make_one_chain(payout: Account) -> None:
    ready = threading.Barrier(6)

    def work(page: Page) -> None:
        ready.wait()
        try:
            take(page, message=f"T{page.number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(page,)) for page in (ONE, TWO, THREE, ONE, TWO, THREE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert chain(payout) == [1, 2, 3]
    assert Line.objects.count() == 5
    assert breaches() == []
