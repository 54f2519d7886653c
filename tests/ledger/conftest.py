"""The smallest world that the books need: one contract, one debtor, one invoice, the house's bank accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

import pytest

from cessie.ledger.entry import Dims, Event

NAMES = UUID("5f6e1d5e-0000-5000-8000-000000000000")
AT = datetime(2026, 3, 3, 10, tzinfo=UTC)


def key(name: str) -> UUID:
    """The same key for the same name."""
    return uuid5(NAMES, name)


def dims(invoice: str = "INV1", *, contract: str = "K1", debtor: str = "D1", reference: str | None = None) -> Dims:
    """Dimensions by names."""
    return Dims(
        key(contract),
        key(f"client of {contract}"),
        key(debtor),
        key(invoice),
        key(reference) if reference else None,
        key("bank"),
        "BE",
    )


def event(name: str, day: str = "2026-03-03", value: str | None = None) -> Event:
    """An event on a day."""
    return Event(name, date.fromisoformat(day), date.fromisoformat(value) if value else None)


@pytest.fixture
def of() -> Dims:
    """The one invoice, with every dimension filled."""
    return dims(reference="PAY1")
