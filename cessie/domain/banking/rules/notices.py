"""What the bank announces (camt.052, camt.054, MT942), as it is kept, and which line of a statement it explains. Pure.

Never booked: the statement books. Its entries are kept as JSON; a batch that a statement shows as one line gets its
payments from the notice that names it by the bank's reference, or by ours, with the same amount.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cessie.domain.banking.rules.entries import Entry, Movement, entry_of
from cessie.formats.values import Statement

Packed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice as it is kept; ``content`` is the same for the same notice in another file."""

    number: str
    day: date
    entries: tuple[Packed, ...]
    content: str


def announced(statement: Statement, currency: str, day: date) -> Announced:
    """What a preview says, in whole cents; ``day`` where it names none. Refused as a statement (``NotBookable``)."""
    number = statement.number or statement.id or ""
    read = [entry_of(entry, place, number, day, currency) for place, entry in enumerate(statement.entries, 1)]
    packed = tuple(
        _packed(entry) | {"status": told.status} for entry, told in zip(read, statement.entries, strict=True)
    )
    digest = hashlib.sha256(json.dumps(packed, sort_keys=True).encode()).hexdigest()
    last = max((entry.booked_date for entry in read), default=statement.created or day)
    return Announced(number, last, packed, digest)


def _packed(entry: Entry) -> Packed:
    return _movement(entry.told) | {
        "booked": entry.booked_date.isoformat(),
        "bank_reference": entry.bank_reference,
        "details": [_movement(detail) for detail in entry.details],
    }


def _movement(movement: Movement) -> Packed:
    fields = asdict(movement)
    fields.pop("amount")
    return {"cents": movement.amount.cents, **fields}


def explains(entry: Mapping[str, Any], *, cents: int, bank_reference: str, batch_reference: str) -> bool:
    """Whether an announced entry is the line and tells its payments whole.

    >>> said = {"cents": 5, "bank_reference": "R1", "batch_reference": "", "details": [{"cents": 2}, {"cents": 3}]}
    >>> explains(said, cents=5, bank_reference="R1", batch_reference="")
    True
    >>> explains(said, cents=6, bank_reference="R1", batch_reference="")
    False
    """
    references = {entry["bank_reference"], entry["batch_reference"]} - {"", "NOTPROVIDED", "NONREF"}
    named = bool(references & ({bank_reference, batch_reference} - {""}))
    return named and entry["cents"] == cents and bool(entry["details"]) and _total(entry["details"]) == cents


def _total(details: Sequence[Mapping[str, Any]]) -> int:
    return sum(detail["cents"] for detail in details)
