"""The checks over the whole database find what they are for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cessie.domain.audit.record import record
from cessie.domain.credit import invariants
from cessie.domain.credit.models import Reservation
from cessie.domain.credit.reserve import reserve, use
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Debtor
from cessie.ledger.entry import Event
from cessie.ledger.post import post
from cessie.ledger.rules.nonpayment import reopen
from cessie.ledger.rules.receipts import allocate
from cessie.lib.ids import uuid7
from tests.domain.conftest import AT, SYSTEM
from tests.domain.credit.conftest import DAY, EUR, LATER, Make, bought, decide, dims

pytestmark = pytest.mark.django_db


def breaches() -> list[str]:
    return [reason.code for check in invariants.CHECKS for reason in check()]


def held(row: Invoice, key: str, at_hours: int = 0) -> Reservation:
    return reserve(
        key=key, invoice_id=row.pk, approved=EUR("10000"), financed=EUR("9000"), expires_at=LATER, by=SYSTEM,
        at=AT + timedelta(hours=at_hours),
    )  # fmt: skip


def test_an_ordinary_life_breaks_nothing(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "20000")
    first, second = invoice(), invoice()
    held(first, "K1")
    use(key="K1", by=SYSTEM, at=AT)
    bought(first)
    held(second, "K2", 1)
    assert breaches() == []


def test_a_decision_on_less_than_was_taken_is_found(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "20000")
    held(invoice(), "K1")
    late = held(invoice(), "K2", 1)
    Reservation.objects.filter(pk=late.pk).update(taken_cents=0, limit_cents=1_500_000)  # as if it had not looked
    assert breaches() == ["credit.limit_overrun"]


def test_an_invoice_that_opened_again_is_no_breach(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    first, line = invoice(), uuid7()
    held(first, "K1")
    use(key="K1", by=SYSTEM, at=AT)
    bought(first)
    of = dims(first, reference=line)
    post([allocate(event=Event("paid", DAY), amount=EUR("10000"), of=of)], by="t", at=AT + timedelta(hours=1))
    held(invoice(), "K2", 2)
    assert breaches() == []
    back = reopen(event=Event("back", DAY), amount=EUR("10000"), of=of)
    post([back], by="t", at=AT + timedelta(hours=3))  # the debtor's bank took the money back
    assert breaches() == []


def test_what_ran_out_and_still_holds_is_found_after_a_day(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    row = held(invoice(), "K1")
    record(action="test", subject=row, by=SYSTEM, at=LATER + timedelta(days=1))
    assert breaches() == []
    record(action="test", subject=row, by=SYSTEM, at=LATER + timedelta(days=1, seconds=1))
    assert breaches() == ["credit.not_given_back"]


def test_use_without_a_purchase_is_found(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    row = invoice()
    held(row, "K1")
    use(key="K1", by=SYSTEM, at=AT)
    assert breaches() == ["credit.used_not_bought"]
    bought(row)
    assert breaches() == []
