"""A house with a payout account of 1,000.00 and a collection account of nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.banking.open_account import open_account
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from tests.bank_files import COLLECTION, PAYOUT
from tests.domain.conftest import AT, staff


@pytest.fixture
def chief(db: None) -> Viewer:
    """The administrator."""
    return staff("chief", "administrator")


@pytest.fixture
def payout(chief: Viewer, store_folder: Path) -> Account:
    return open_account(
        iban=PAYOUT,
        holder="Huis NV",
        purpose="payout",
        opened_date=date(2026, 3, 1),
        opening=Money(1_000_00),
        by=chief,
        at=AT,
    )


@pytest.fixture
def collection(chief: Viewer, store_folder: Path) -> Account:
    return open_account(
        iban=COLLECTION,
        holder="Huis NV",
        purpose="collection",
        opened_date=date(2026, 3, 1),
        opening=Money(0),
        by=chief,
        at=AT,
    )
