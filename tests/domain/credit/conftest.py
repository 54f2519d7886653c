"""A contract, invoices that may be funded, and purchases in the books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import pytest

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.credit.models import Limit
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.documents.models import Document
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, Debtor
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.purchase import hold_back, purchase
from cessie.lib.money import Money
from tests.domain.conftest import AT, SYSTEM

DAY = date(2026, 3, 2)
LATER = AT + timedelta(days=3)
EUR = Money.parse
Make = Callable[..., Invoice]


@pytest.fixture
def contract(client_: Client) -> Contract:
    return open_contract(
        client_id=client_.pk, number="F-001", preset="american", valid_from=DAY, changes={}, by=SYSTEM, at=AT
    )


@pytest.fixture
def invoice(contract: Contract, debtor: Debtor) -> Make:
    """Makes an invoice of the client to the debtor with a face value."""
    numbers = count(1)

    def make(
        face: str = "10000", *, of: Contract = contract, to: Debtor | None = debtor, kind: str = "invoice"
    ) -> Invoice:
        number = f"2026-{next(numbers):03}"
        document = Document.objects.create(sha256=number, size=1, media_type="application/xml", stored_at=AT)
        cents = EUR(face).cents
        return Invoice.objects.create(
            client_id=of.client_id, contract=of, debtor=to, document=document, kind=kind, number=number,
            number_key=number, issue_date=DAY, due_date=DAY + timedelta(days=30), currency="EUR", net_cents=cents,
            vat_cents=0, gross_cents=cents, payable_cents=cents, received_at=AT,
        )  # fmt: skip

    return make


def decide(
    debtor: Debtor, amount: str, kind: str = "insured", valid_from: date = DAY, valid_until: date | None = None
) -> Limit:
    return set_limit(
        debtor_id=debtor.pk, kind=kind, amount=EUR(amount), valid_from=valid_from, valid_until=valid_until, source="",
        by=SYSTEM, at=AT,
    )  # fmt: skip


def dims(row: Invoice, *, reference: UUID | None = None) -> Dims:
    assert row.debtor_id is not None
    return Dims(row.contract_id, row.client_id, row.debtor_id, row.pk, reference)


def bought(row: Invoice, holdback: str = "0") -> None:
    """The invoice stands in the books as bought at its face, part of it held back."""
    event, of = Event(f"test/{row.pk}", DAY), dims(row)
    entries = [purchase(event=event, face=Money(row.gross_cents), of=of)]
    if EUR(holdback):
        entries.append(hold_back(event=event, amount=EUR(holdback), of=of))
    post(entries, by="system:test", at=AT)
