"""What a payment is when it is not exactly what is open: short, over, twice, from the client; and all of it undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from cessie.domain.matching.allocate import AlreadyAllocated, TooMuch, allocate
from cessie.domain.matching.grounds import NotAlone
from cessie.domain.matching.models import Match, Receipt, Settlement, Use
from cessie.domain.matching.receive import receive
from cessie.domain.matching.refund import refund
from cessie.domain.matching.reverse import reverse
from cessie.domain.matching.rules.discount import Discount, earned, read
from cessie.domain.matching.rules.disposal import Closing, Elsewhere
from cessie.domain.matching.rules.policy import HOUSE
from cessie.domain.parties.models import BankAccount, Debtor
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.ledger.receivables import debtor_credits
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.bank_files import Row
from tests.domain.conftest import AT, SYSTEM
from tests.domain.matching.conftest import PAYER, Bought, Receives
from tests.domain.matching.test_verbs import books, left_of, open_on


@pytest.fixture
def receipt(receives: Receives) -> Receipt:
    """1,000.00 that says nothing."""
    (line,) = receives(Row(1_000_00, text="?"))
    return receive(line_id=line.pk, by=SYSTEM, at=AT)


def test_cents_over_are_the_houses_and_come_back_with_the_match(bought: Bought, receipt: Receipt, bob: Viewer) -> None:
    one, two = bought("A1", 600_00), bought("B1", 399_50)
    shares = {one.pk: Money(600_00), two.pk: Money(399_50)}
    match = allocate(
        receipt_id=receipt.pk, allocations=shares, uses=[Elsewhere("small_difference", Money(50))], by=bob, at=AT
    )
    assert books() == {"1000": "1000.00", "2100": "-999.50", "5050": "-0.50"}
    reverse(match_id=match.pk, note="not so", by=bob, at=AT)
    assert left_of(receipt.line) == "1000.00"
    assert not Use.objects.filter(live=True).exists()


def test_a_small_difference_is_small(bought: Bought, receipt: Receipt, bob: Viewer) -> None:
    invoice = bought("A1", 1_001_01)
    with pytest.raises(Refusal, match="more than a small difference"):
        allocate(
            receipt_id=receipt.pk, allocations={invoice.pk: Money(1_000_00)},
            closings={invoice.pk: Closing("small_difference", Money(1_01))}, by=bob, at=AT,
        )  # fmt: skip
    with pytest.raises(Refusal, match="more than a small difference"):
        allocate(
            receipt_id=receipt.pk, allocations={}, uses=[Elsewhere("small_difference", Money(1_01))], by=bob, at=AT
        )
    assert HOUSE.tolerated(Money(1_00), of=Money(5_000_00))
    assert not HOUSE.tolerated(Money(1_01), of=Money(5_000_00))
    assert not Match.objects.exists()


def test_cents_short_close_the_invoice_at_the_houses_cost(bought: Bought, receipt: Receipt, bob: Viewer) -> None:
    invoice = bought("A1", 1_000_90)
    closing = {invoice.pk: Closing("small_difference", Money(90))}
    for _ in range(2):
        match = allocate(
            receipt_id=receipt.pk, allocations={invoice.pk: Money(1_000_00)}, closings=closing, by=SYSTEM, at=AT
        )
    assert open_on(invoice.pk) == "0.00"
    assert books() == {"1000": "1000.00", "2100": "-1000.90", "5050": "0.90"}
    reverse(match_id=match.pk, note="not so", by=bob, at=AT)
    assert (open_on(invoice.pk), Settlement.objects.get().state) == ("1000.90", "reversed")
    assert books() == {"1000": "1000.00", "1100": "1000.90", "2100": "-1000.90", "2300": "-1000.00"}


def test_a_discount_within_the_terms_is_the_clients(bought: Bought, receipt: Receipt, bob: Viewer) -> None:
    invoice = bought("C1", 1_020_40)
    invoice.content = {"stated": {"words": "2 % korting bij betaling binnen 8 dagen"}}
    invoice.save(update_fields=["content"])
    act = {"receipt_id": receipt.pk, "allocations": {invoice.pk: Money(1_000_00)}, "at": AT}
    with pytest.raises(TooMuch):  # 20.41 is more than 2 %: a job may not guess
        allocate(**act, closings={invoice.pk: Closing("discount_taken", Money(20_41))}, by=SYSTEM)
    late = {"receipt_id": receipt.pk, "allocations": {invoice.pk: Money(500_00)}, "at": AT}
    with pytest.raises(NotAlone):  # 25.00 is more than 2 %: a job may not guess
        allocate(**late, closings={invoice.pk: Closing("discount_taken", Money(25_00))}, by=SYSTEM)
    allocate(**act, closings={invoice.pk: Closing("discount_taken", Money(20_40))}, by=SYSTEM)
    assert books() == {"1000": "1000.00", "2100": "-1000.00"}
    assert Settlement.objects.get().reasons[0]["code"] == "settle.discount"


def test_one_person_may_grant_a_little_alone(bought: Bought, receipt: Receipt, bob: Viewer) -> None:
    invoice = bought("C1", 1_500_00)
    act = {"receipt_id": receipt.pk, "allocations": {invoice.pk: Money(1_000_00)}, "at": AT}
    with pytest.raises(NotAlone):
        allocate(**act, closings={invoice.pk: Closing("short_payment", Money(250_01))}, by=bob)
    allocate(**act, closings={invoice.pk: Closing("short_payment", Money(250_00))}, by=bob)
    assert open_on(invoice.pk) == "250.00"


def test_a_client_pays_what_he_owes_and_no_more(
    bought: Bought, receipt: Receipt, bob: Viewer, contract_id: UUID
) -> None:
    owed = {"kind": "client_debt", "contract_id": contract_id}
    with pytest.raises(TooMuch):  # he owes nothing
        allocate(receipt_id=receipt.pk, allocations={}, uses=[Elsewhere(amount=Money(1), **owed)], by=bob, at=AT)  # type: ignore[arg-type]
    other = Elsewhere("not_bought", Money(1), contract_id=UUID(int=7))
    with pytest.raises(NotFound):
        allocate(receipt_id=receipt.pk, allocations={}, uses=[other], by=bob, at=AT)
    theirs = Elsewhere("not_bought", Money(400_00), contract_id=contract_id)
    for _ in range(2):
        allocate(receipt_id=receipt.pk, allocations={}, uses=[theirs], by=bob, at=AT)
    assert books() == {"1000": "1000.00", "2100": "-400.00", "2300": "-600.00"}
    with pytest.raises(AlreadyAllocated):
        allocate(
            receipt_id=receipt.pk, allocations={}, by=bob, at=AT,
            uses=[Elsewhere("not_bought", Money(1_00), contract_id=contract_id)],
        )  # fmt: skip


def test_a_duplicate_goes_back_to_the_account_it_came_from(
    receipt: Receipt, bob: Viewer, debtor: Debtor, payer_known: BankAccount
) -> None:
    twice = Elsewhere("overpayment", Money(1_000_00), debtor_id=debtor.pk)
    match = allocate(receipt_id=receipt.pk, allocations={}, uses=[twice], by=bob, at=AT)
    assert books() == {"1000": "1000.00", "2310": "-1000.00"}
    assert [task.kind for task in Task.objects.filter(state="open")] == ["debtor.credit"]
    orders = {refund(match_id=match.pk, by=bob, at=AT).pk for _ in range(2)}
    (order,) = Order.objects.filter(pk__in=orders)
    assert not Task.objects.filter(state="open").exists()
    assert (order.rule, order.amount_cents, order.payee.iban, order.contract_id) == ("P19", 1_000_00, PAYER, None)
    with pytest.raises(Refusal, match="stop the refund first"):
        reverse(match_id=match.pk, note="it was his other invoice", by=bob, at=AT)
    cancel(order_id=order.pk, note="he wants it used", by=bob, at=AT)
    reverse(match_id=match.pk, note="it was his other invoice", by=bob, at=AT)
    assert debtor_credits([debtor.pk])[debtor.pk] == Money(0)
    with pytest.raises(NotFound):
        refund(match_id=match.pk, by=bob, at=AT)


def test_what_terms_offer_and_what_they_do_not() -> None:
    assert read("2/10 net 30") == ()  # could be a date
    assert read("Betaling binnen 30 dagen. Btw 21 %") == ()
    assert read("Binnen 8 dagen 2,5 % korting") == (Discount(Decimal("2.5"), 8),)
    assert read("#SKONTO#TAGE=10#PROZENT=3.00##SKONTO#TAGE=20#PROZENT=2.00#")[1] == Discount(Decimal("2.00"), 20)
    assert read("korting 50 % bij betaling binnen 8 dagen") == ()
    late = {"face": Money(2_500_00), "short": Money(50_00), "issued": date(2026, 7, 1)}
    assert earned("2 % korting binnen 8 dagen", paid=date(2026, 7, 10), **late) is None
    assert earned("2 % korting binnen 8 dagen", paid=date(2026, 7, 10), grace=2, **late)
