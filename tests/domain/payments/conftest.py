"""A client who is owed 500.00."""

from __future__ import annotations

from pathlib import Path

import pytest

from cessie.connectors.banks.folder import Folder
from cessie.lib.money import Money
from tests.money_out import Stage, owe, stage


@pytest.fixture
def on(db: None, store_folder: Path) -> Stage:
    ready = stage()
    owe(ready.contract, Money(500_00))
    return ready


@pytest.fixture
def bank(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "bank")
