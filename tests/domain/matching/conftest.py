"""Invoices in the books as bought, and money on the collection account, by the shortest way that the tables allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.take_in import take_in
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.documents.store import store
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.invariants import CHECKS
from cessie.domain.parties.models import BankAccount, Client, Debtor
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import purchase
from cessie.lib.money import Money
from cessie.lib.references import normal_invoice_number
from tests.bank_files import COLLECTION, Page, Row, camt053
from tests.domain.conftest import AT, SYSTEM, staff

PAYER = "BE43068999999501"
DAY = date(2026, 3, 2)

Bought = Callable[..., Invoice]
Receives = Callable[..., list[Line]]


@pytest.fixture
def collection(db: None, store_folder: Path) -> Account:
    chief = staff("chief", "administrator")
    return open_account(
        iban=COLLECTION,
        holder="Huis NV",
        purpose="collection",
        opened_date=date(2026, 3, 1),
        opening=Money(0),
        by=chief,
        at=AT,
    )


@pytest.fixture
def contract_id(client_: Client) -> UUID:
    contract = open_contract(
        client_id=client_.pk,
        number="F001",
        preset="american",
        valid_from=date(2026, 1, 1),
        by=SYSTEM,
        at=AT,
    )
    return contract.pk


@pytest.fixture
def bought(client_: Client, debtor: Debtor, contract_id: UUID, store_folder: Path) -> Bought:
    """An accepted invoice of ``cents`` that the books show as bought (P01)."""

    def buy(number: str, cents: int, *, reference: str = "", due: date = date(2026, 4, 1)) -> Invoice:
        document = store(
            data=f"<{number}/>".encode(), name="x.xml", channel="portal", client_id=client_.pk, by=SYSTEM, at=AT
        ).document
        invoice = Invoice.objects.create(
            client=client_,
            contract_id=contract_id,
            debtor=debtor,
            document=document,
            number=number,
            number_key=normal_invoice_number(number),
            issue_date=DAY,
            due_date=due,
            currency="EUR",
            net_cents=cents,
            vat_cents=0,
            gross_cents=cents,
            payable_cents=cents,
            payment_reference=reference,
            state="accepted",
            received_at=AT,
        )
        of = Dims(contract=contract_id, client=client_.pk, debtor=debtor.pk, invoice=invoice.pk)
        post([purchase.purchase(event=Event(number, DAY), face=Money(cents), of=of)], by="test", at=AT)
        return invoice

    return buy


@pytest.fixture
def payer_known(debtor: Debtor) -> BankAccount:
    """The debtor's account is known."""
    return BankAccount.objects.create(
        company_id=debtor.company_id, iban=PAYER, holder="Piet", added_at=AT, added_by="test"
    )


@pytest.fixture
def receives(collection: Account) -> Receives:
    """The bank books these rows on the collection account; the lines come back in the bank's order."""
    numbers, balance = count(1), [0]

    def book(*rows: Row) -> list[Line]:
        number = next(numbers)
        page = Page(DAY, balance[0], rows, number=number, iban=COLLECTION)
        balance[0] = page.closes
        take_in(data=camt053(page, message=f"M{number}"), name=f"{number}.xml", by=SYSTEM, at=AT)
        return list(Line.objects.filter(statement__sequence=number).order_by("position"))

    return book


@pytest.fixture(autouse=True)
def _sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did, the invariants of the room hold at its end."""
    uses_database = "db" in request.fixturenames
    if uses_database:
        request.getfixturevalue("db")  # so that the database outlives this fixture
    yield
    if uses_database:
        breaches = [breach.in_words() for check in CHECKS for breach in check()]
        assert breaches == []
