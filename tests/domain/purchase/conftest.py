"""A client with a contract, a debtor with limits, and accepted invoices: what an offer stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.documents.store import store
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.purchase.invariants import CHECKS
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.references import normal_invoice_number
from cessie.terms.fees import FeeRule, FeeTerms
from tests.domain.conftest import AT, SYSTEM, of_client

DAY = date(2026, 3, 2)

Agree = Callable[..., UUID]
Accepted = Callable[..., Invoice]


def commission(percent: str, minimum: int = 0) -> tuple[FeeRule, ...]:
    terms = FeeTerms(percent=Decimal(percent), minimum=Money(minimum))
    return (FeeRule("FACTORING_COMMISSION", "PURCHASE", "FACE", terms, "COMMISSION"),)


@pytest.fixture
def agree(client_: Client, debtor: Debtor) -> Agree:
    """A contract from the preset for single invoices with these terms, and limits of the debtor."""

    def sign(
        advance: int = 90, fee: str = "3.5", minimum: int = 50_00, *, limit: int = 100_000_00, **changes: object
    ) -> UUID:
        terms = {
            "advance_rate": str(advance),
            "holdback_rate": str(100 - advance),
            "fee_plan": commission(fee, minimum),
            "vat_country": "NL",
        }
        contract = open_contract(
            client_id=client_.pk,
            number="F001",
            preset="american",
            valid_from=date(2026, 1, 1),
            changes=terms | changes,
            by=SYSTEM,
            at=AT,
        )
        give_limit(debtor.pk, limit)
        return contract.pk

    return sign


def give_limit(debtor_id: UUID, cents: int) -> None:
    for kind in ("own", "insured"):
        set_limit(debtor_id=debtor_id, kind=kind, amount=Money(cents), valid_from=date(2026, 1, 1), by=SYSTEM, at=AT)


@pytest.fixture
def accepted(client_: Client, debtor: Debtor, store_folder: Path) -> Accepted:
    """An invoice that was looked at and accepted, not yet offered."""

    def make(contract_id: UUID, number: str, face: int, net: int | None = None) -> Invoice:
        document = store(
            data=f"<{number}/>".encode(), name="x.xml", channel="portal", client_id=client_.pk, by=SYSTEM, at=AT
        ).document
        net = face if net is None else net
        return Invoice.objects.create(
            client=client_,
            contract_id=contract_id,
            debtor=debtor,
            document=document,
            number=number,
            number_key=normal_invoice_number(number),
            issue_date=DAY,
            due_date=date(2026, 4, 1),
            currency="EUR",
            net_cents=net,
            vat_cents=face - net,
            gross_cents=face,
            payable_cents=face,
            state="accepted",
            received_at=AT,
        )

    return make


@pytest.fixture
def owner(client_: Client) -> Viewer:
    return of_client(client_.pk)


def books() -> dict[str, str]:
    """The trial balance: debit positive, accounts at zero left out."""
    return {line.account: str(line.balance.decimal) for line in ledger.trial_balance()}


@pytest.fixture(autouse=True)
def _sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did, the invariants of the room hold at its end."""
    uses_database = "db" in request.fixturenames
    if uses_database:
        request.getfixturevalue("db")  # so that the database outlives this fixture
    yield
    if uses_database:
        breaches = [breach.in_words() for check in CHECKS for breach in check()]
        assert breaches == []
