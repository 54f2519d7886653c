"""ISO 20022 camt.053, the end-of-day statement: the only one of the three that books."""

from __future__ import annotations

from cessie.formats.statements import _camt
from cessie.formats.values import StatementFile

NAME = "camt053"
KIND = "statement"
MAX_BYTES = _camt.MAX_BYTES


def looks_like(head: bytes, name: str) -> bool:
    """By the namespace of its root, whatever the file is called."""
    found = _camt.message(head)
    return found is not None and found[0] == NAME


def read(data: bytes) -> list[StatementFile]:
    """The message with all its statements."""
    return _camt.read(data)
