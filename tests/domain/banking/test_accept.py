"""A person decides about a kept statement, with words; the difference stays in sight."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.banking.accept import accept
from cessie.domain.banking.balances import position
from cessie.domain.banking.dismiss import dismiss
from cessie.domain.banking.models import Account, Line, Statement
from cessie.domain.banking.queries import waiting_lines
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.models import Task
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.transfers import other_out
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.bank_files import Row
from tests.domain.banking.test_take_in import MONDAY, ONE, THREE, TWO, breaches, chain, take
from tests.domain.conftest import AT, SYSTEM, staff


@pytest.fixture
def eve(db: None) -> Viewer:
    return staff("eve", "treasury")


def both(first: Viewer, second: Viewer, key: UUID, note: str) -> None:
    """Two people take a statement."""
    accept(statement_id=key, note=note, by=first, at=AT)
    accept(statement_id=key, note=note, by=second, at=AT)


def test_accepted_lines_are_offered_and_the_difference_stays_visible(payout: Account, bob: Viewer, eve: Viewer) -> None:
    (key,) = take(replace(ONE, closing=970_01)).statements
    take(replace(TWO, opening=970_01))
    accept(statement_id=key, note="the bank corrects it tomorrow", by=bob, at=AT)
    accept(statement_id=key, note="again", by=bob, at=AT)
    assert chain(payout) == []  # one person is not enough, however often he says it
    assert waiting_lines().count() == 0
    accept(statement_id=key, note="seen", by=eve, at=AT)
    accept(statement_id=key, note="again", by=bob, at=AT)
    assert chain(payout) == [1, 2]  # the second waited only for the first
    assert waiting_lines().count() == 3
    assert position(payout).accepted == Money(1)
    assert not Task.objects.filter(state="open").exists()
    assert breaches() == []


def test_a_gap_accepted_and_filled_later_is_explained_again(payout: Account, bob: Viewer, eve: Viewer) -> None:
    take(ONE)
    (key,) = take(THREE).statements
    both(bob, eve, key, "the bank lost a file")
    assert chain(payout) == [1, 3]
    assert position(payout).accepted == Money(-70_00)
    assert breaches() == []
    take(TWO)
    assert chain(payout) == [1, 2, 3]
    assert position(payout).accepted == Money(0)
    assert breaches() == []


def test_accepted_as_the_first_it_shows_what_the_books_lack(payout: Account, bob: Viewer, eve: Viewer) -> None:
    (key,) = take(TWO).statements
    both(bob, eve, key, "we begin here")
    assert position(payout).accepted == Money(-30_00)
    (older,) = take(ONE).statements
    both(bob, eve, older, "found it")
    assert chain(payout) == [1, 2]
    assert position(payout).accepted == Money(0)
    assert breaches() == []


def test_dismissed_lines_are_never_offered_and_the_right_one_may_come(payout: Account, bob: Viewer) -> None:
    (key,) = take(replace(ONE, closing=970_01)).statements
    dismiss(statement_id=key, note="the bank sends a new one", by=bob, at=AT)
    dismiss(statement_id=key, note="again", by=bob, at=AT)
    assert waiting_lines().count() == 0
    take(ONE)
    assert chain(payout) == [1]
    assert waiting_lines().count() == 2
    with pytest.raises(WrongState):
        dismiss(statement_id=Statement.objects.get(state="chained").pk, note="no", by=bob, at=AT)
    with pytest.raises(WrongState):
        accept(statement_id=key, note="no", by=bob, at=AT)


def test_only_a_person_of_treasury_with_words(payout: Account, an: Viewer, bob: Viewer) -> None:
    (key,) = take(replace(ONE, closing=970_01)).statements
    for who in (an, SYSTEM):
        with pytest.raises(NotAllowed):
            accept(statement_id=key, note="yes", by=who, at=AT)
    with pytest.raises(Refusal, match="why"):
        accept(statement_id=key, note="  ", by=bob, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=key).update(state="dismissed")


def test_invariant_8_sees_a_cent(payout: Account) -> None:
    take(ONE, TWO)
    assert breaches() == []
    with transaction.atomic():
        event = Event("stray", MONDAY)
        post(
            [other_out(event=event, amount=Money(1), of=Dims(bank=payout.pk), account="1005", what="5040")],
            by="x",
            at=AT,
        )
    assert breaches() == ["banking.books_differ"]


def test_the_checks_see_a_changed_line_and_a_torn_chain(payout: Account) -> None:
    take(ONE, TWO, THREE)
    Line.objects.filter(amount_cents=-70_00).update(amount_cents=-69_00)
    assert set(breaches()) == {"banking.books_differ", "banking.chain_unbalanced"}
    Line.objects.filter(amount_cents=-69_00).update(amount_cents=-70_00)
    Statement.objects.filter(sequence=3).update(opening_cents=899_00, closing_cents=998_99)
    assert "banking.chain_gap" in breaches()
    Statement.objects.filter(sequence=2).update(state="kept", previous=None)
    assert "banking.chain_torn" in breaches()


def test_a_gap_within_rows_of_the_bank(payout: Account) -> None:
    assert take(replace(ONE, rows=(Row(-50_00), Row(20_00), Row(0)))).lines == 3


def test_the_database_knows_that_two_people_take_a_statement(payout: Account, bob: Viewer, eve: Viewer) -> None:
    (key,) = take(replace(ONE, closing=970_01)).statements
    both(bob, eve, key, "so be it")
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=key).update(decided_by=bob.key)
