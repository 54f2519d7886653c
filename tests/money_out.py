"""A client who is owed money, and the people who pay it: shared by the tests of payments and the stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from cessie.domain.banking.models import Account
from cessie.domain.banking.open_account import open_account
from cessie.domain.contracts.models import Contract
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import BankAccount, Client
from cessie.domain.parties.register import register_client, register_company
from cessie.domain.payments.models import Order
from cessie.domain.payments.order import order
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.purchase import hold_back, purchase
from cessie.lib.money import Money
from tests.bank_files import PAYOUT
from tests.domain.conftest import AT, SYSTEM, staff

DAY = date(2026, 3, 2)
LONG_AGO = AT - timedelta(days=60)
FONDERIE = "BE43068999999501"
OTHER = "NL91ABNA0417164300"


@dataclass(frozen=True)
class Stage:
    """Who and what takes part in a payout."""

    chief: Viewer
    clerk: Viewer
    treasurer: Viewer
    second: Viewer
    adder: Viewer
    account: Account
    client: Client
    contract: Contract
    payee: BankAccount


def stage() -> Stage:
    """The house with 1,000.00 on its payout account, one client who is owed nothing yet."""
    chief, clerk = staff("chief", "administrator"), staff("clerk", "credit")
    treasurer, second = staff("treasurer", "treasury"), staff("second", "treasury")
    adder = staff("adder", "treasury", "credit")
    account = open_account(
        iban=PAYOUT, holder="Huis NV", purpose="payout", opened_date=DAY, opening=Money(1_000_00), by=chief, at=AT
    )
    company = register_company(
        name="Fonderie de la Meuse SA", country="BE", identifiers={"vat": "BE0403170701"}, by=SYSTEM, at=AT
    )
    client = register_client(company_id=company.pk, code="FDM", by=SYSTEM, at=AT)
    contract = Contract.objects.create(client=client, number="C-1", started_date=DAY)
    payee = give_account(company.pk, FONDERIE, clerk, second, LONG_AGO)
    return Stage(chief, clerk, treasurer, second, adder, account, client, contract, payee)


def give_account(company_id: UUID, iban: str, by: Viewer, confirmed_by: Viewer | None, at: datetime) -> BankAccount:
    """An account of a company, confirmed by a second person if one is given."""
    row = add_account(company_id=company_id, iban=iban, holder="Fonderie de la Meuse SA", by=by, at=at)
    return row if confirmed_by is None else confirm_account(account_id=row.pk, by=confirmed_by, at=at)


def owe(contract: Contract, amount: Money) -> None:
    """The client sold an invoice of this amount."""
    of = Dims(contract=contract.pk, client=contract.client_id, debtor=uuid4(), invoice=uuid4())
    post([purchase(event=Event(f"purchase/{uuid4()}", DAY), face=amount, of=of)], by="test", at=AT)


def take(contract: Contract, amount: Money) -> None:
    """The client's account is charged this amount."""
    of = Dims(contract=contract.pk, client=contract.client_id, debtor=uuid4(), invoice=uuid4())
    post([hold_back(event=Event(f"charge/{uuid4()}", DAY), amount=amount, of=of)], by="test", at=AT)


def pay(on: Stage, cents: int, key: str = "payout:1", payee: BankAccount | None = None, text: str = "") -> Order:
    """An order for this amount."""
    return order(
        key=key,
        rule="P04",
        amount=Money(cents),
        payee_id=(payee or on.payee).pk,
        contract_id=on.contract.pk,
        client_id=on.client.pk,
        text=text,
        by=SYSTEM,
        at=AT,
    )
