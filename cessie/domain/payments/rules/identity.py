"""Names that a bank sees, derived from our keys, and the digest of what a file will say. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime
from uuid import UUID

from cessie.lib.days import booking_day


def end_to_end_id(order_id: UUID) -> str:
    """The reference that travels with the money and comes back on statements: at most 35 characters of the EPC set.

    >>> end_to_end_id(UUID(int=255))
    'CS000000000000000000000000000000FF'
    """
    return f"CS{order_id.hex.upper()}"


def message_id(batch_id: UUID, at: datetime) -> str:
    """The number of a batch, which is its file's message id and its name at the bank, for ever.

    >>> from datetime import UTC
    >>> message_id(UUID(int=255), datetime(2026, 3, 2, 9, tzinfo=UTC))
    'CS-20260302-0000000000FF'
    """
    return f"CS-{booking_day(at):%Y%m%d}-{batch_id.hex[-12:].upper()}"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One order as the file will state it."""

    end_to_end_id: str
    cents: int
    currency: str
    iban: str
    bic: str
    holder: str
    text: str
    instant: bool = False


def digest(account_iban: str, execution_date: date, transfers: Iterable[Transfer]) -> str:
    """A fingerprint of a batch: any change of payer, day, order, amount, payee or words gives another."""
    rows = sorted(repr(astuple(transfer)[: None if transfer.instant else -1]) for transfer in transfers)
    return hashlib.sha256("\n".join([account_iban, execution_date.isoformat(), *rows]).encode()).hexdigest()
