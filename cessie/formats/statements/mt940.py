"""MT940, SWIFT's customer statement, as Dutch, Belgian, German, Swiss and other banks write it.

Sources: SWIFT MT940; ING InsideBusiness Payments and Mijn ING Zakelijk; Rabobank MT940 Structured; for ABN AMRO, Knab,
SNS, ASN and others what their files show. Refuses: ``mt940.*`` with the line.
"""

from __future__ import annotations

from cessie.formats.statements import _swift
from cessie.formats.values import StatementFile

NAME = "mt940"
KIND = "statement"
MAX_BYTES = _swift.MAX_BYTES


def looks_like(head: bytes, name: str) -> bool:
    """By its fields, whatever stands around them."""
    return _swift.kind_of(head) == NAME


def read(data: bytes) -> list[StatementFile]:
    """The file with all its statements."""
    return _swift.read(data, NAME)
