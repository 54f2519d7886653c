"""A debtor who owes invoices."""

from __future__ import annotations

from pathlib import Path

import pytest

from cessie.domain.parties.models import Client, Debtor
from tests.domain.owed import Owed


@pytest.fixture
def owed(client_: Client, debtor: Debtor, store_folder: Path) -> Owed:
    return Owed(client_, debtor)
