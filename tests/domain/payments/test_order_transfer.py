"""Own money moves between own accounts: two people, 1035 while it is on its way, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from cessie.connectors.banks.folder import Folder
from cessie.domain.banking.models import Account
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.take_in import take_in
from cessie.domain.payments.invariants import CHECKS
from cessie.domain.payments.models import Order
from cessie.domain.payments.order import OtherOrder
from cessie.domain.payments.order_transfer import order_transfer
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.domain.users.rules.viewer import NotFound
from cessie.ledger.entry import Dims
from cessie.ledger.queries import balance
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows import money_in
from tests.bank_files import COLLECTION, PAYOUT, Page, Row, camt053
from tests.domain.conftest import AT, SYSTEM
from tests.money_out import DAY, Stage, pay


@pytest.fixture
def collection(on: Stage) -> Account:
    return open_account(
        iban=COLLECTION,
        holder="Huis NV",
        purpose="collection",
        opened_date=DAY,
        opening=Money(900_00),
        by=on.chief,
        at=AT,
    )


def move(on: Stage, source: Account, target: Account, cents: int = 400_00) -> Order:
    return order_transfer(
        key="t1", source_id=source.pk, target_id=target.pk, amount=Money(cents), text="sweep", by=on.treasurer, at=AT
    )


def come(iban: str, row: Row, opening: int, number: int = 1) -> None:
    take_in(data=camt053(Page(DAY, opening, (row,), number, iban=iban)), name="s.xml", by=SYSTEM, at=AT)
    money_in.run(by=SYSTEM, at=AT)


def breaches() -> list[str]:
    return [reason.code for check in CHECKS for reason in check()]


def test_a_transfer_leaves_and_arrives(on: Stage, collection: Account, bank: Folder) -> None:
    order = move(on, collection, on.account)
    assert move(on, collection, on.account) == order
    with pytest.raises(OtherOrder):
        move(on, on.account, collection)
    pay(on, 100_00)
    batch = prepare(account_id=collection.pk, execution_date=DAY, by=on.treasurer, at=AT)
    release(batch_id=batch.pk, by=on.second, at=AT)
    assert list(Order.objects.filter(batch=batch)) == [order]  # a client is not paid from there
    assert balance("1035") == Money(0)
    row = Row(-400_00, order.end_to_end_id, iban=PAYOUT)
    come(COLLECTION, row, 900_00)
    order.refresh_from_db()
    assert (order.state, balance("1035")) == ("executed", Money(400_00))
    come(PAYOUT, replace(row, cents=400_00, iban=COLLECTION), 1_000_00)
    assert balance("1035") == Money(0)
    assert balance("1005", Dims(bank=on.account.pk)) == Money(1_400_00)
    assert breaches() == []


def test_refused(on: Stage, collection: Account) -> None:
    with pytest.raises(Refusal, match="one account to another"):
        move(on, collection, collection)
    with pytest.raises(NotFound):
        order_transfer(
            key="k", source_id=uuid4(), target_id=collection.pk, amount=Money(1), text="", by=on.treasurer, at=AT
        )
    order = move(on, collection, on.account)
    with pytest.raises(Refusal, match="not for paying out"):
        prepare(account_id=on.account.pk, order_ids=[order.pk], execution_date=DAY, by=on.treasurer, at=AT)
