"""A bank line is taken once."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from cessie.domain.banking import take as module
from cessie.domain.banking.book_other import book_other
from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.offered import NotOffered
from cessie.domain.banking.queries import waiting_lines
from cessie.domain.banking.take import AlreadyTaken, take
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.ledger.queries import balance
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.banking.test_take_in import ONE, breaches
from tests.domain.banking.test_take_in import take as take_pages
from tests.domain.conftest import AT, SYSTEM


def test_taken_once(payout: Account) -> None:
    take_pages(ONE)
    line = waiting_lines()[0]
    taken = take(line_id=line.pk, by_app="matching", at=AT)
    assert (taken.taken_by, taken.statement.account) == ("matching", payout)
    with pytest.raises(AlreadyTaken, match="matching"):
        take(line_id=line.pk, by_app="payments", at=AT)


def test_not_of_a_statement_that_waits(payout: Account) -> None:
    take_pages(replace(ONE, closing=1))
    for line in Line.objects.all():
        with pytest.raises(NotOffered):
            take(line_id=line.pk, by_app="matching", at=AT)


@pytest.mark.django_db(transaction=True)
def test_only_within_the_transaction_that_books(payout: Account) -> None:
    take_pages(ONE)
    with pytest.raises(TransactionManagementError):
        take(line_id=waiting_lines()[0].pk, by_app="matching", at=AT)


def rush(key: object) -> list[str]:
    """Eight at once; the names of those that got the line."""
    ready, got = threading.Barrier(8), []

    def work(name: str) -> None:
        ready.wait()
        try:
            with transaction.atomic():
                take(line_id=key, by_app=name, at=AT)  # type: ignore[arg-type]  # a line's key
            got.append(name)
        except AlreadyTaken:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"app{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_one_takes_it(payout: Account) -> None:
    take_pages(ONE)
    key = waiting_lines()[0].pk
    assert rush(key) == [Line.objects.get(pk=key).taken_by]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_several_would(payout: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the test above can fail."""
    take_pages(ONE)
    key = waiting_lines()[0].pk
    together = threading.Barrier(8)

    def unlocked(line_id: object, **_: object) -> Line:
        line = Line.objects.get(pk=line_id)
        together.wait()
        return line

    monkeypatch.setattr(module, "offered", unlocked)
    assert len(rush(key)) == 8


def test_bank_charges_and_interest_are_booked_by_a_person(payout: Account, bob: Viewer) -> None:
    take_pages(ONE)
    charge, interest = waiting_lines()
    book_other(line_id=charge.pk, account="5040", note="quarterly charges", by=bob, at=AT)
    book_other(line_id=interest.pk, account="3000", note="capital", by=bob, at=AT)
    assert (balance("5040"), balance("1005")) == (Money(50_00), Money(970_00))
    assert balance("3000") == Money(-1_020_00)
    with pytest.raises(AlreadyTaken):
        book_other(line_id=charge.pk, account="5040", note="again", by=bob, at=AT)
    assert breaches() == []


def test_who_books_other_and_how(payout: Account, an: Viewer, bob: Viewer) -> None:
    take_pages(ONE)
    line = waiting_lines()[0].pk
    for who in (an, SYSTEM):
        with pytest.raises(NotAllowed):
            book_other(line_id=line, account="5040", note="x", by=who, at=AT)
    with pytest.raises(Refusal):
        book_other(line_id=line, account="5040", note="", by=bob, at=AT)
    with pytest.raises(Refusal):
        book_other(line_id=line, account="2100", note="x", by=bob, at=AT)  # type: ignore[arg-type]  # on purpose
    assert waiting_lines().count() == 2
