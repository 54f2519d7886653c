"""A statement in whole cents, or a refusal that names what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cessie.domain.banking.rules.entries import NotBookable, bookable
from cessie.formats.values import Balance, Statement, StatementAccount, StatementEntry
from cessie.lib.money import Money

DAY = date(2026, 3, 2)
ENTRY = StatementEntry(booked=DAY, value=None, amount=Decimal("12.500"), currency="EUR")
STATEMENT = Statement(
    account=StatementAccount(iban="BE68539007547034", currency="EUR"),
    number="7",
    opening=Balance(date=DAY, amount=Decimal("100.000")),
    closing=Balance(date=DAY, amount=Decimal("112.500")),
    entries=(ENTRY,),
)


def test_thousandths_that_are_whole_cents_are_read() -> None:
    read = bookable(STATEMENT, "EUR")
    assert (read.opening, read.closing, read.total) == (Money(100_00), Money(112_50), Money(12_50))
    assert read.entries[0].value_date == DAY
    assert read.findings == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"opening": None}, "banking.no_balance"),
        ({"closing": None}, "banking.no_balance"),
        ({"closing": Balance(date=None, amount=Decimal(1))}, "banking.no_balance"),
        ({"account": StatementAccount(iban="BE68539007547034", currency="USD")}, "banking.currency"),
        ({"entries": (replace(ENTRY, currency="USD"),)}, "banking.currency"),
        ({"entries": (replace(ENTRY, details=(replace(ENTRY, currency="GBP"),)),)}, "banking.currency"),
        ({"entries": (replace(ENTRY, amount=Decimal("12.505")),)}, "banking.fraction"),
        ({"closing": Balance(date=DAY, amount=Decimal("112.501"))}, "banking.fraction"),
    ],
)
def test_what_cannot_be_booked_is_refused_by_name(change: dict[str, object], code: str) -> None:
    with pytest.raises(NotBookable) as no:
        bookable(replace(STATEMENT, **change), "EUR")  # type: ignore[arg-type]  # fields by name
    assert no.value.code == code


def test_a_statement_that_does_not_add_up_is_found_to_the_cent() -> None:
    read = bookable(replace(STATEMENT, closing=Balance(date=DAY, amount=Decimal("112.49"))), "EUR")
    assert [(found.code, found.facts["difference"]) for found in read.findings] == [
        ("banking.unbalanced", Money(-1)),
    ]


def test_pending_entries_are_not_booked() -> None:
    pending = replace(ENTRY, amount=Decimal(5), status="pending")
    assert len(bookable(replace(STATEMENT, entries=(ENTRY, pending)), "EUR").entries) == 1


def test_details_explain_and_are_not_counted() -> None:
    batch = replace(ENTRY, details=(replace(ENTRY, amount=Decimal(10)), replace(ENTRY, amount=Decimal("2.50"))))
    read = bookable(replace(STATEMENT, entries=(batch,)), "EUR")
    assert (read.total, len(read.entries[0].details), read.notes) == (Money(12_50), 2, ())
    loose = replace(batch, details=batch.details[:1])
    assert [n.code for n in bookable(replace(STATEMENT, entries=(loose,)), "EUR").notes] == ["banking.loose_details"]


def test_a_sole_detail_is_kept_only_if_it_says_more() -> None:
    same = replace(ENTRY, details=(ENTRY,))
    assert bookable(replace(STATEMENT, entries=(same,)), "EUR").entries[0].details == ()
    more = replace(ENTRY, details=(replace(ENTRY, end_to_end_id="X"),))
    assert len(bookable(replace(STATEMENT, entries=(more,)), "EUR").entries[0].details) == 1


def test_the_same_statement_in_other_words_has_the_same_content() -> None:
    other = replace(STATEMENT, number="2026-7", entries=(replace(ENTRY, bank_reference="X"),))
    assert bookable(STATEMENT, "EUR").content == bookable(other, "EUR").content
    moved = replace(STATEMENT, entries=(replace(ENTRY, amount=Decimal("12.49")),))
    assert bookable(STATEMENT, "EUR").content != bookable(moved, "EUR").content
