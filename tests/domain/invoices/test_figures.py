"""What is open is known by due date from the books alone, for they are told it of every invoice."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection

from cessie.domain.credit.exposure import facility
from cessie.domain.invoices.figures import Due, due
from cessie.domain.invoices.invariants import books_know_due_dates
from cessie.domain.invoices.models import Invoice
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rebuild import rebuild
from cessie.ledger.receivables import Standing, standing
from cessie.ledger.rules.payouts import instruct
from cessie.ledger.rules.purchase import hold_back, purchase
from cessie.lib.money import Money
from cessie.terms.presets import PRESETS
from tests.domain.conftest import AT
from tests.domain.invoices.conftest import HandIn
from tests.domain.invoices.paper import paper

K = UUID(int=1)
FIRST, SECOND = date(2026, 3, 21), date(2026, 4, 2)


def test_the_figures_by_due_date():
    books = [
        Standing(K, "1100", SECOND, Money(500_00), 2),
        Standing(K, "2110", SECOND, Money(-50_00), 2),
        Standing(K, "1100", FIRST, Money(100_00), 1),
        Standing(K, "1110", FIRST, Money(20_00), 1),
        Standing(K, "2100", None, Money(-7_00), 1),
    ]
    assert due(books) == (
        Due(FIRST, Money(120_00), Money(0), 2),
        Due(SECOND, Money(500_00), Money(50_00), 2),
    )


@pytest.fixture
def bought(hand_in: HandIn) -> Invoice:
    """Bought for 1,000.00 with 100.00 held back, the rest on its way to the client."""
    invoice = hand_in(paper("2026-1", due_date=FIRST))
    of = Dims(contract=invoice.contract_id, client=invoice.client_id, debtor=uuid4(), invoice=invoice.pk)
    event = Event("1", date(2026, 3, 3))
    on_its_way = instruct(event=event, amount=Money(850_00), of=of.but(reference=uuid4()))
    bought = [purchase(event=event, face=Money(1_000_00), of=of), hold_back(event=event, amount=Money(100_00), of=of)]
    post([*bought, on_its_way], by="me", at=AT)
    return invoice


@pytest.mark.django_db
def test_the_books_know_the_due_date_and_follow_it(bought: Invoice):
    assert due(standing([bought.contract_id])) == (Due(FIRST, Money(1_000_00), Money(100_00), 1),)
    Invoice.objects.filter(pk=bought.pk).update(due_date=SECOND)
    assert due(standing([bought.contract_id])) == (Due(SECOND, Money(1_000_00), Money(100_00), 1),)
    rebuild()
    assert due(standing([bought.contract_id])) == (Due(SECOND, Money(1_000_00), Money(100_00), 1),)
    assert standing([uuid4()]) == due([]) == () == tuple(books_know_due_dates())


@pytest.mark.django_db
def test_the_facility_is_the_same_from_books_asked_before(bought: Invoice):
    terms, key = PRESETS["american"], bought.contract_id
    asked = facility(key, terms)
    assert asked == facility(key, terms, books=standing([key, uuid4()]))
    assert asked.in_use == Money(900_00)  # 850.00 on its way, 50.00 that is the client's


@pytest.mark.django_db
def test_another_due_date_in_the_books_is_found(bought: Invoice):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('cessie.rebuild', 'on', true)")
        cursor.execute("update ledger_balance set due_date = null where account = '2110'")
        cursor.execute("select set_config('cessie.rebuild', '', true)")
    assert [reason.facts["invoice"] for reason in books_know_due_dates()] == [str(bought.pk)]
