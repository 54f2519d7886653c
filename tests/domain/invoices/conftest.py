"""A founded house with an account, a client with a contract, a debtor, and a way to hand in an invoice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.documents.store import Stored, store
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.register import register
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.parties.register import register_company
from cessie.formats.values import InvoiceDocument
from tests.domain.conftest import AT, SYSTEM
from tests.domain.invoices.paper import FACTOR_IBAN

HandIn = Callable[..., Invoice]


@pytest.fixture
def house(store_folder: Path, db: None) -> None:
    company = register_company(
        name="Huis Factoring NV", country="BE", identifiers={"vat": "BE0123456749"}, by=SYSTEM, at=AT
    )
    found_house(company_id=company.pk, simulated=True, by=SYSTEM, at=AT)
    Account.objects.create(
        iban=FACTOR_IBAN, holder="Huis", purpose="collection", ledger_code="1000", opened_date=date(2026, 1, 1)
    )


@pytest.fixture
def contract(house: None, client_: Client, debtor: Debtor) -> Contract:
    debtor.company.language = "fr"
    debtor.company.save()
    return contract_for(client_)


def contract_for(client: Client, preset: str = "american", since: date = date(2026, 1, 1)) -> Contract:
    return open_contract(
        client_id=client.pk,
        number=f"C-{client.code}",
        preset=preset,
        valid_from=since,
        changes={"vat_country": "BE"},
        by=SYSTEM,
        at=AT,
    )


def stored(data: bytes, client: Client, at: datetime = AT) -> Stored:
    return store(data=data, name="factuur.xml", channel="portal", client_id=client.pk, by=SYSTEM, at=at)


@pytest.fixture
def hand_in(contract: Contract, client_: Client) -> HandIn:
    """Register a document of the client; its bytes differ with what it says."""

    def one(read: InvoiceDocument, at: datetime = AT, client: Client = client_) -> Invoice:
        kept = stored(repr(read).encode(), client, at)
        return register(stored=kept, part=1, read=read, client_id=client.pk, by=SYSTEM, at=at)

    return one
