"""A contract whose money costs something, and movements on it by value date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from cessie.domain.charges.decide_rates import decide_rates
from cessie.domain.charges.enter_rates import enter_rates
from cessie.domain.charges.rules.rates_file import Given
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.ledger.post import post
from cessie.lib.money import Money
from tests.domain.conftest import AT, SYSTEM, staff

Sign = Callable[..., Contract]
Fix = Callable[..., None]
NUMBERS = count(1)

INTEREST = {"reference": "EURIBOR_3M", "floor": "0", "margin": "1.60", "reset": "MONTH_START", "surcharge": "0"}


@pytest.fixture
def sign(client_: Client) -> Sign:
    """A contract with an interest; what is said differs from it."""

    def make(interest: dict[str, Any] | None = None, client: Client | None = None, **changes: Any) -> Contract:
        terms = {"vat_country": "FR", "fee_plan": (), "yearly_minimum": Money(0)} | changes
        return open_contract(
            client_id=(client or client_).pk, number=f"F{next(NUMBERS):03}", preset="full_service",
            valid_from=date(2026, 1, 1), changes=terms | {"interest": INTEREST | (interest or {})}, by=SYSTEM, at=AT,
        )  # fmt: skip

    return make


@pytest.fixture
def fix(bob: Viewer) -> Fix:
    """Two people agree on a reference rate."""
    other = staff("eva", "treasury")

    def make(value: str, day: date, reference: str = "EURIBOR_3M", at: datetime = AT) -> None:
        rows = enter_rates(rates=[Given(reference, day, Decimal(value), "sample")], by=other, at=at)
        decide_rates(fixing_ids=[row.pk for row in rows], event="confirm", by=bob, at=at)

    return make


def use(
    contract: Contract, cents: int, value: date, at: datetime, booked: date | None = None, rule: str = "P00"
) -> None:
    """The funds in use change on a value date; the other side is equity, as in an opening."""
    of = Dims(contract=contract.pk, client=contract.client_id)
    amount = Money(abs(cents))
    sides = (debit("2100", amount, of), credit("3000", amount, of))
    if cents < 0:
        sides = (debit("3000", amount, of), credit("2100", amount, of))
    event = Event(f"use/{next(NUMBERS)}", booked or value, value)
    post([Entry.of(rule, "opening", event, *sides)], by="test", at=at)
