"""Charges and interest of the bank: booked by a person, then by themselves, undone, and stopped."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.domain.banking.book_other import book_other, book_remembered
from cessie.domain.banking.forget import forget
from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.queries import remembered, waiting_lines
from cessie.domain.banking.unbook import unbook
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.ledger.queries import balance
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.bank_files import Page, Row
from tests.domain.banking.test_take_in import breaches, take
from tests.domain.conftest import AT, NOBODY, SYSTEM

MAY = Row(-12_10, name="KBC", iban="", text="Kosten rekening 05/2026 ref 4711")


def come(number: int, opening: int, *rows: Row) -> list[Line]:
    take(Page(date(2026, 3, 1 + number), opening, rows, number))
    return list(waiting_lines())


def test_a_charge_is_booked_again_by_itself_undone_and_stopped(payout: Account, bob: Viewer) -> None:
    (line,) = come(1, 1_000_00, MAY)
    book_other(line_id=line.pk, account="5040", note="account", remember_up_to=Money(25_00), by=bob, at=AT)
    assert balance("5040") == Money(12_10)
    june = Row(-13_20, name="KBC", iban="", text="KOSTEN REKENING 06/2026 REF 9")
    dear = Row(-25_01, name="KBC", iban="", text="Kosten rekening 07/2026 ref 1")
    other = Row(-13_20, name="KBC", iban="", text="Kosten van een krediet 1")
    ours = Row(-13_20, "CS00", name="KBC", iban="", text="Kosten rekening")
    lines = come(2, 987_90, june, dear, other, ours)
    assert [book_remembered(line=line, by=SYSTEM, at=AT) for line in lines] == [True, False, False, False]
    assert book_remembered(line=lines[0], by=SYSTEM, at=AT) is False  # again does nothing
    assert balance("5040") == Money(25_30)
    assert breaches() == []

    for _ in range(2):
        unbook(line_id=lines[0].pk, note="it was a fine", by=bob, at=AT)
    assert balance("5040") == Money(12_10)
    assert breaches() == []
    again = waiting_lines().get(pk=lines[0].pk)
    assert book_remembered(line=again, by=SYSTEM, at=AT) is False  # what a person undid is a person's
    book_other(line_id=again.pk, account="3000", note="after all", by=bob, at=AT)
    assert balance("3000") == Money(-1_000_00) + Money(13_20)
    assert breaches() == []

    (rule,) = remembered(bob)
    assert remembered(NOBODY) == []
    forget(remembered_id=rule.pk, by=bob, at=AT)
    assert remembered(bob) == []


def test_refused(payout: Account, bob: Viewer, an: Viewer) -> None:
    (line,) = come(1, 1_000_00, MAY)
    with pytest.raises(Refusal, match="more than"):
        book_other(line_id=line.pk, account="5040", note="x", remember_up_to=Money(12_09), by=bob, at=AT)
    with pytest.raises(Refusal, match="not booked as a charge"):
        unbook(line_id=line.pk, note="x", by=bob, at=AT)
    for who in (an, SYSTEM):
        with pytest.raises(NotAllowed):
            unbook(line_id=line.pk, note="x", by=who, at=AT)
    assert waiting_lines().count() == 1
