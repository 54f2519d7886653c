"""An invoice is looked at before it is funded: the questions reach the right facts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cessie.domain.contracts.models import Contract
from cessie.domain.credit.check import check
from cessie.domain.credit.reserve import reserve
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Event
from cessie.ledger.post import post
from cessie.ledger.rules.purchase import charge_back
from tests.domain.conftest import AT, SYSTEM
from tests.domain.credit.conftest import DAY, EUR, LATER, Make, bought, decide, dims

pytestmark = pytest.mark.django_db


def codes(row: Invoice, at_days: int = 0) -> list[str]:
    return [f"{f.code} {f.severity}" for f in check(invoice_id=row.pk, at=AT + timedelta(days=at_days))]


def test_an_invoice_within_every_limit_finds_nothing(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    assert codes(invoice()) == []
    assert codes(invoice(kind="credit_note", to=None)) == []


def test_unknown_debtor_and_missing_cover(invoice: Make, debtor: Debtor) -> None:
    assert codes(invoice(to=None)) == ["M01 hold"]
    decide(debtor, "10000", kind="own")
    assert codes(invoice()) == ["M01 hold"]  # the preset asks for the insurer's limit
    decide(debtor, "10000")
    assert codes(invoice()) == []
    decide(debtor, "10000", valid_until=DAY)
    assert codes(invoice(), at_days=1) == ["M01 hold"]


def test_what_other_offers_hold_counts_but_not_its_own(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    row, other = invoice(), invoice()
    reserve(
        key="K1", invoice_id=row.pk, approved=EUR("10000"), financed=EUR("9000"), expires_at=LATER, by=SYSTEM, at=AT
    )
    assert codes(row) == []
    assert codes(other) == ["M02 hold"]
    assert codes(other, at_days=3) == []


def test_the_facility_of_the_contract(invoice: Make, debtor: Debtor, contract: Contract) -> None:
    decide(debtor, "900000")
    bought(invoice("250000"), holdback="8000")  # 242,000.00 of 250,000.00 is financed
    assert codes(invoice("8888.88")) == []  # 90 % is 7,999.99
    assert codes(invoice("8890")) == ["M03 hold"]


def test_a_client_who_owes(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "900000")
    row = invoice("300")
    bought(row)
    assert codes(invoice()) == []
    post([charge_back(event=Event("cb", DAY), amount=EUR("250.01"), of=dims(row))], by="t", at=AT)
    assert codes(invoice()) == []  # 49.99 is still owed to him
    post([charge_back(event=Event("cb2", DAY), amount=EUR("49.99"), of=dims(row))], by="t", at=AT)
    again = invoice("251")
    bought(again)
    post([charge_back(event=Event("cb3", DAY), amount=EUR("251"), of=dims(again))], by="t", at=AT)
    assert codes(invoice()) == []  # the account stands at nothing


def test_a_payout_account_that_replaced_another(
    invoice: Make, debtor: Debtor, client_: Client, an: Viewer, bob: Viewer
) -> None:
    decide(debtor, "900000")
    row = invoice()

    def account(iban: str, days: int) -> None:
        at = AT + timedelta(days=days)
        made = add_account(company_id=client_.company_id, iban=iban, holder="Fonderie", by=an, at=at)
        confirm_account(account_id=made.pk, by=bob, at=at)

    account("BE71096123456769", 0)
    assert codes(row, at_days=1) == []  # the first account is no change
    account("BE68539007547034", 10)
    assert codes(row, at_days=11) == ["M34 hold"]
    assert codes(row, at_days=15) == []
