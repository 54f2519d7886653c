"""A client whose contract is confidential and on balances, and the files that he sends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from cessie.config.invariants import examine
from cessie.domain.banking.models import Account
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.take_in import take_in
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.match import Word
from cessie.domain.client_ledgers.models import Dedicated, Receipt, Submission
from cessie.domain.client_ledgers.submit import submit
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.lib.money import Money
from cessie.workflows import money_in
from tests.bank_files import COLLECTION, Page, Row, camt053
from tests.domain.conftest import AT, SYSTEM, of_client

DEDICATED = "FR7630006000011234567890189"
HEAD = "Number;Customer;Name;VAT;Date;Due;Open;Gross;Kind\n"

Send = Callable[..., Submission]


def rows(*told: tuple[object, ...]) -> bytes:
    """A sheet: number, customer, open, and where they differ gross, kind and due day; amounts in euros."""
    lines = []
    for number, customer, still, *more in told:
        gross, kind, due = [*more, *(still, "invoice", "2026-10-01")[len(more) :]]
        lines.append(f"{number};{customer};Debtor {customer};;2026-08-15;{due};{still};{gross};{kind}\n")
    return (HEAD + "".join(lines)).encode()


@pytest.fixture
def owner(client_: Client) -> Viewer:
    """The client's owner."""
    return of_client(client_.pk)


@pytest.fixture
def contract(client_: Client, store_folder: Path) -> Contract:
    """Confidential, on balances, 0.15 percent of invoices and credit notes, ten percent of the pool held."""
    return open_contract(
        client_id=client_.pk, number="B001", preset="confidential_balance", valid_from=date(2026, 1, 1),
        changes={"vat_country": "FR"}, by=SYSTEM, at=AT,
    )  # fmt: skip


@pytest.fixture
def send(contract: Contract, owner: Viewer) -> Send:
    """The client sends a ledger as of a day."""

    def sent(day: date, data: bytes, *, by: Viewer = owner) -> Submission:
        at = datetime.fromisoformat(f"{day}T16:00:00+00:00")
        return submit(contract_id=contract.pk, data=data, name="ledger.csv", as_of=day, channel="portal", by=by, at=at)

    return sent


FIRST, NEXT = date(2026, 9, 1), date(2026, 9, 8)
OPENING = (("F1", "D1", 300_000), ("F2", "D2", 200_000))


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def collection(db: None) -> Account:
    return open_account(
        iban=COLLECTION, holder="Het Huis NV", purpose="collection", opened_date=FIRST, opening=Money(0), by=SYSTEM,
        at=AT,
    )  # fmt: skip


@pytest.fixture
def account(contract: Contract, client_: Client, collection: Account, an: Viewer, bob: Viewer) -> Dedicated:
    """The client's own dedicated account, noted by one person and confirmed by another."""
    row = add_account(company_id=client_.company_id, iban=DEDICATED, holder="Fonderie de la Meuse SA", by=an, at=AT)
    confirm_account(account_id=row.pk, by=bob, at=AT)
    return dedicate(contract_id=contract.pk, iban=DEDICATED, by=SYSTEM, at=AT)


@pytest.fixture
def opened(account: Dedicated, send: Send, an: Viewer) -> None:
    """A ledger of half a million euros is in force."""
    row = send(FIRST, rows(*OPENING))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST))


def bank(iban: str, day: date, opening: int, *told: Row, number: int = 1) -> None:
    """The bank's statement comes in, and the day's money is looked at."""
    page = Page(day, opening, told, number, iban=iban)
    take_in(data=camt053(page, message=f"{iban}{number}"), name="s.xml", channel="folder", by=SYSTEM, at=at(day))
    money_in.run(by=SYSTEM, at=at(day))


def receipts(*cents: int, day: date = NEXT) -> list[Receipt]:
    bank(DEDICATED, day, 0, *(Row(amount, text=f"paid {n}", reference=f"R{n}") for n, amount in enumerate(cents)))
    return list(Receipt.objects.order_by("line__position"))


def say(receipt: UUID, number: str, euros: int) -> Word:
    return Word(receipt, number, Money(euros * 100))


def sound() -> None:
    assert [breach for result in examine() for breach in result.breaches] == []


def held(code: str, contract: Contract) -> int:
    return ledger.balance(code, Dims(contract=contract.pk)).cents
