"""A client whose contract is confidential and on balances, and the files that he sends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.submit import submit
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer
from tests.domain.conftest import AT, SYSTEM, of_client

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
