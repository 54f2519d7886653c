"""What a run stood on, as bytes that are the same whenever the facts are: so that it can be reckoned again.

Debtors and lines in a fixed order, compact JSON, compressed. Lines are left out where they stand elsewhere unchanged
for ever (a ledger that the client sent).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from cessie.terms.eligibility import Debtor, Open

_FLAGS = ("disputed", "held", "unperformed")


@dataclass(frozen=True, slots=True)
class Line:
    """An open invoice of the books with what the rules ask of it."""

    invoice_id: UUID
    open: Open


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``submission``: the ledger that the lines stand in; None: they are ``lines``."""

    submission: UUID | None
    debtors: Mapping[UUID, Debtor]
    lines: Sequence[Line] = ()


def packed(snapshot: Snapshot) -> tuple[str, bytes]:
    """The SHA-256 of the facts and their compressed bytes."""
    order = sorted(snapshot.debtors, key=str)
    place: dict[object, int] = {key: n for n, key in enumerate(order)}
    value = {
        "submission": str(snapshot.submission) if snapshot.submission else None,
        "debtors": [_debtor(key, snapshot.debtors[key]) for key in order],
        "lines": [_line(line, place) for line in sorted(snapshot.lines, key=lambda line: str(line.invoice_id))],
    }
    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return sha256(plain).hexdigest(), gzip.compress(plain, compresslevel=6, mtime=0)


def unpacked(data: bytes) -> Snapshot:
    """The facts that ``packed`` wrote."""
    value = json.loads(gzip.decompress(data))
    keys = [UUID(row[0]) for row in value["debtors"]]
    debtors = {
        key: Debtor(bool(row[1]), bool(row[2]), row[3], row[4], row[5], row[6])
        for key, row in zip(keys, value["debtors"], strict=True)
    }
    submission = UUID(value["submission"]) if value["submission"] else None
    return Snapshot(submission, debtors, [_read(row, keys) for row in value["lines"]])


def _debtor(key: UUID, of: Debtor) -> list[object]:
    return [str(key), int(of.affiliate), int(of.consumer), of.country, of.credits, of.contra, of.limit]


def _line(line: Line, place: Mapping[object, int]) -> list[object]:
    of = line.open
    days = [day.isoformat() if day else None for day in (of.due, of.issued, of.handed)]
    flags = [n for n, name in enumerate(_FLAGS) if getattr(of, name)]
    return [str(line.invoice_id), place[of.debtor], of.cents, *days, flags]


def _read(row: Sequence[object], keys: Sequence[UUID]) -> Line:
    key, debtor, cents, due, issued, handed, flags = row
    marks = {name: n in _numbers(flags) for n, name in enumerate(_FLAGS)}
    known = _day(due)
    if known is None:
        raise ValueError("a line without a due date")
    return Line(
        UUID(str(key)), Open(keys[int(str(debtor))], int(str(cents)), known, _day(issued), _day(handed), **marks)
    )


def _numbers(flags: object) -> Iterable[object]:
    return flags if isinstance(flags, list) else ()


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
