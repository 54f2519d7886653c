"""A correction is a second entry that names the first."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from cessie.ledger import queries
from cessie.ledger.models import Entry, Line
from cessie.ledger.post import post
from cessie.ledger.reverse import reverse
from cessie.ledger.rules.receipts import allocate, receipt
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.ledger.conftest import AT, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong(of):
    """A receipt, and its allocation to the wrong invoice, valued on the bank's day."""
    _, allocated = post(
        [
            receipt(event=event("line"), amount=Money(500), of=of),
            allocate(event=event("match", "2026-03-03", "2026-03-01"), amount=Money(500), of=of),
        ],
        by="me",
        at=AT,
    )
    return allocated.entry_id


def test_a_reversal_restores_every_balance_and_names_the_original(of, wrong):
    done = reverse(entry_id=wrong, booking_date=date(2026, 3, 5), text="wrong invoice", by="staff:2", at=AT)
    assert {line.account: line.balance.cents for line in queries.trial_balance()} == {"1000": 500, "2300": -500}
    head = Entry.objects.get(id=done.entry_id)
    assert (head.reverses_id, head.rule, head.kind, head.text) == (wrong, "P08", "allocation_reversed", "wrong invoice")
    assert head.value_date == date(2026, 3, 1)  # interest runs as if it had never been
    assert list(Line.objects.filter(entry_id=done.entry_id).order_by("no").values_list("account", "amount_cents")) == [
        ("2300", -500),
        ("1100", 500),
    ]


def test_twice_is_once_also_on_another_day(wrong):
    first = reverse(entry_id=wrong, booking_date=date(2026, 3, 5), text="", by="me", at=AT)
    again = reverse(entry_id=wrong, booking_date=date(2026, 3, 6), text="", by="me", at=AT)
    assert (again.entry_id, again.new) == (first.entry_id, False)
    assert Entry.objects.count() == 3


def test_a_reversal_is_not_reversed(wrong):
    done = reverse(entry_id=wrong, booking_date=date(2026, 3, 5), text="", by="me", at=AT)
    with pytest.raises(Refusal) as no:
        reverse(entry_id=done.entry_id, booking_date=date(2026, 3, 6), text="", by="me", at=AT)
    assert no.value.code == "ledger.is_reversal"


def test_what_was_never_posted_is_not_reversed():
    with pytest.raises(Refusal) as no:
        reverse(entry_id=uuid.UUID(int=5), booking_date=date(2026, 3, 6), text="", by="me", at=AT)
    assert no.value.code == "ledger.unknown_entry"
