"""An own account enters the books with the bank's balance, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.banking.open_account import AlreadyOpen, open_account
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.ledger.entry import Dims
from cessie.ledger.post import KeyReused
from cessie.ledger.queries import balance, trial_balance
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.bank_files import PAYOUT
from tests.domain.conftest import AT

PARTICULARS: dict[str, Any] = {
    "iban": PAYOUT, "holder": "Huis NV", "purpose": "payout",
    "opened_date": date(2026, 3, 1), "opening": Money(1_000_00),
}  # fmt: skip


def test_the_books_open_with_what_the_bank_shows(payout: Account) -> None:
    assert balance("1005", Dims(bank=payout.pk)) == Money(1_000_00)
    assert {line.account: line.balance for line in trial_balance()} == {
        "1005": Money(1_000_00),
        "3000": Money(-1_000_00),
    }


def test_opened_again_is_opened_once(payout: Account, chief: Viewer) -> None:
    assert open_account(**PARTICULARS, by=chief, at=AT) == payout
    assert balance("1005") == Money(1_000_00)
    with pytest.raises(AlreadyOpen):
        open_account(**PARTICULARS | {"holder": "Other NV"}, by=chief, at=AT)
    with pytest.raises(KeyReused):
        open_account(**PARTICULARS | {"opening": Money(2_000_00)}, by=chief, at=AT)
    assert balance("1005") == Money(1_000_00)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iban": "BE68539007547035"}, "banking.false_iban"),
        ({"purpose": "dedicated"}, "banking.purpose"),
        ({"purpose": "trust"}, "banking.third_party_opening"),
        ({"opening": Money(1, "USD")}, "banking.currency_closed"),
    ],
)
def test_refused(chief: Viewer, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as no:
        open_account(**PARTICULARS | change, by=chief, at=AT)
    assert no.value.code == code
    assert not Account.objects.exists()


def test_treasury_opens_no_account(bob: Viewer) -> None:
    with pytest.raises(NotAllowed):
        open_account(**PARTICULARS, by=bob, at=AT)
