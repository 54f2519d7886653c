"""MT942, SWIFT's interim transaction report: a preview, never booked."""

from __future__ import annotations

from cessie.formats.statements import _swift
from cessie.formats.values import StatementFile

NAME = "mt942"
KIND = "statement"
MAX_BYTES = _swift.MAX_BYTES


def looks_like(head: bytes, name: str) -> bool:
    """By its fields: the floor limit or the moment of the report."""
    return _swift.kind_of(head) == NAME


def read(data: bytes) -> list[StatementFile]:
    """The file with all its reports."""
    return _swift.read(data, NAME)
