"""Recourse, waiting, waiving: the desk decides on a bought invoice that is not paid, or was paid late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.accept import accept
from cessie.domain.purchase.charge_back import charge_back
from cessie.domain.purchase.forbear import forbear, overdue_key
from cessie.domain.purchase.hold_again import hold_again
from cessie.domain.purchase.models import Forbearance
from cessie.domain.purchase.overdue import nonpayment, overdue
from cessie.domain.purchase.propose import propose
from cessie.domain.purchase.release import release
from cessie.domain.purchase.waive import waive
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.queries import bookings
from cessie.ledger.reverse import reverse
from cessie.ledger.rules import receipts
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.terms.fees import FeeRule, FeeTerms
from cessie.workflows.losses import nonpayment as desk
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client
from tests.domain.purchase.conftest import Accepted, Agree, books, commission

#: Ninety days after the due date of 1 April and one more.
LATE = datetime(2026, 7, 1, 9, tzinfo=UTC)
WITH_RECOURSE = {"recourse": "FULL", "insurance": "NONE"}


Buy = Callable[..., Invoice]


@pytest.fixture
def buy(agree: Agree, accepted: Accepted, owner: Viewer) -> Buy:
    def make(**changes: object) -> Invoice:
        invoice = accepted(agree(80, "1", 0, **changes), "A-1", 8_470_00)
        offer = propose(client_id=invoice.client_id, invoice_ids=[invoice.pk], by=SYSTEM, at=AT)
        accept(proposal_id=offer.pk, digest=offer.digest, by=owner, at=AT)
        return invoice

    return make


def pay(invoice: Invoice, cents: int, day: date, key: str = "1") -> None:
    """The debtor's money, allocated."""
    line = UUID(int=hash(key) % 2**64)
    of = Dims(
        contract=invoice.contract_id, client=invoice.client_id, debtor=invoice.debtor_id, invoice=invoice.pk,
        reference=line, bank=UUID(int=1),
    )  # fmt: skip
    event = Event(f"{invoice.pk}/{key}", day)
    entries = [receipts.receipt(event=event, amount=Money(cents), of=of)]
    entries += [receipts.allocate(event=event, amount=Money(cents), of=of)]
    post(entries, by="test", at=LATE)


def test_what_is_overdue_goes_back_once_and_the_mistake_is_undone(buy: Buy, an: Viewer, bob: Viewer) -> None:
    invoice = buy(**WITH_RECOURSE)
    before = books()
    act = {"invoice_id": invoice.pk, "cause": "overdue", "note": "no answer", "by": an}
    with pytest.raises(Refusal) as early:
        charge_back(**act, at=datetime(2026, 6, 30, 9, tzinfo=UTC))
    assert early.value.reason.code == "purchase.recourse_waits"
    with pytest.raises(NotAllowed):
        charge_back(**act | {"by": bob}, at=LATE)
    with pytest.raises(NotAllowed):
        charge_back(**act | {"by": SYSTEM}, at=LATE)
    done = charge_back(**act, at=LATE)
    assert (done.amount, done.released, done.payable) == (Money(8_470_00), Money(1_694_00), Money(0))
    again = charge_back(**act, at=LATE)
    assert (again.amount, again.released) == (Money(0), Money(0))
    assert "1100" not in books()
    assert "2110" not in books()
    for _ in range(2):
        desk.undo_recourse(invoice_id=invoice.pk, note="paid after all", by=an, at=LATE)
    assert books() == before


def test_a_dispute_goes_back_without_recourse_and_lateness_does_not(buy: Buy, an: Viewer) -> None:
    invoice = buy()
    with pytest.raises(Refusal) as no:
        charge_back(invoice_id=invoice.pk, cause="overdue", note="late", by=an, at=LATE)
    assert no.value.reason.code == "purchase.no_recourse"
    assert charge_back(invoice_id=invoice.pk, cause="dispute", note="wrong goods", by=an, at=AT).amount == Money(
        8_470_00
    )


def test_partial_recourse_takes_the_clients_share_and_keeps_the_holdback(buy: Buy, an: Viewer) -> None:
    invoice = buy(recourse="PARTIAL", recourse_percent="25")
    done = charge_back(invoice_id=invoice.pk, cause="overdue", note="late", by=an, at=LATE)
    assert (done.amount, done.released) == (Money(2_117_50), Money(0))
    assert (books()["1100"], books()["2110"]) == ("6352.50", "-1694.00")


def test_the_list_shows_what_is_late_to_whom_it_concerns(buy: Buy, an: Viewer, owner: Viewer) -> None:
    invoice = buy(**WITH_RECOURSE)
    today = LATE.date()
    (row,) = overdue(viewer=an, today=today)
    assert (row.days, row.open, row.recourse_from, row.goes_back(today)) == (91, Money(8_470_00), today, True)
    assert overdue(viewer=an, today=date(2026, 4, 1)) == ()
    assert [found.invoice_id for found in overdue(viewer=owner, today=today)] == [invoice.pk]
    assert overdue(viewer=of_client(UUID(int=1)), today=today) == overdue(viewer=NOBODY, today=today) == ()
    with pytest.raises(NotFound):
        nonpayment(viewer=NOBODY, invoice_id=invoice.pk, today=today)


def test_the_clock_asks_once_and_waits_as_long_as_a_person_said(buy: Buy, an: Viewer) -> None:
    invoice = buy(**WITH_RECOURSE)
    waiting = Task.objects.filter(key=overdue_key(invoice.pk), state="open")
    assert [desk.propose(by=SYSTEM, at=LATE) for _ in range(2)] == [1, 1]
    assert waiting.count() == 1
    with pytest.raises(Refusal):
        forbear(invoice_id=invoice.pk, until=date(2026, 12, 1), note="plan", by=an, at=LATE)
    for _ in range(2):
        forbear(invoice_id=invoice.pk, until=date(2026, 7, 9), note="he pays next week", by=an, at=LATE)
    assert Forbearance.objects.count() == 1
    assert not waiting.exists()
    assert desk.propose(by=SYSTEM, at=datetime(2026, 7, 9, 9, tzinfo=UTC)) == 0
    assert desk.propose(by=SYSTEM, at=datetime(2026, 7, 10, 9, tzinfo=UTC)) == 1
    pay(invoice, 8_470_00, date(2026, 7, 10))
    assert desk.propose(by=SYSTEM, at=datetime(2026, 7, 11, 9, tzinfo=UTC)) == 0
    assert not waiting.exists()


LATE_FEE = FeeRule(
    "LATE_SURCHARGE", "LATE_PERIOD", "FACE", FeeTerms(percent=commission("1")[0].terms.percent), "SERVICE",
    account="4020", period_days=30, grace_days=15,
)  # fmt: skip


def test_lateness_costs_until_the_payment_is_gone_or_a_person_waives_it(buy: Buy, an: Viewer) -> None:
    invoice = buy(fee_plan=(*commission("1"), LATE_FEE))
    pay(invoice, 8_470_00, date(2026, 5, 20))  # 49 days late, 15 free: two periods
    first = release(invoice_id=invoice.pk, by=SYSTEM, at=LATE)
    assert first.surcharge == Money(169_40) + Money(35_57)
    assert books()["4020"] == "-169.40"
    (paid,) = [entry for entry in bookings(invoice=invoice.pk) if entry.kind == "allocation"]
    reverse(entry_id=paid.entry_id, booking_date=LATE.date(), text="returned", by="test", at=LATE)
    hold_again(invoice_id=invoice.pk, by=SYSTEM, at=LATE)
    assert "4020" not in books()
    pay(invoice, 8_470_00, date(2026, 4, 10), key="2")
    assert release(invoice_id=invoice.pk, by=SYSTEM, at=LATE).surcharge == Money(0)


def test_what_was_charged_is_given_back_once(buy: Buy, an: Viewer) -> None:
    invoice = buy(fee_plan=(*commission("1"), LATE_FEE))
    pay(invoice, 8_470_00, date(2026, 5, 20))
    release(invoice_id=invoice.pk, by=SYSTEM, at=LATE)
    given = [waive(invoice_id=invoice.pk, note="our letter was late", by=an, at=LATE).given_back for _ in range(2)]
    assert given == [Money(204_97), Money(0)]
    assert "4020" not in books()


def test_a_surcharge_waived_before_is_not_charged(buy: Buy, an: Viewer) -> None:
    invoice = buy(fee_plan=(*commission("1"), LATE_FEE))
    waive(invoice_id=invoice.pk, note="agreed", by=an, at=LATE)
    pay(invoice, 8_470_00, date(2026, 5, 20))
    assert release(invoice_id=invoice.pk, by=SYSTEM, at=LATE).surcharge == Money(0)
