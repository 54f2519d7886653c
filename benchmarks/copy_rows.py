"""The rows of postings as anybody would hand them to COPY: as text, the form in which it takes them by default."""

from __future__ import annotations

from uuid import UUID

from cessie.ledger.entry import Entry
from cessie.ledger.rows import bodies, digest


def key(entry: Entry, entry_id: UUID) -> str:
    """The row of the key."""
    return f"{entry_id.hex}\t{entry.key}\t\\\\x{digest(entry, bodies(entry)).hex()}\n"


def head(entry: Entry, entry_id: UUID, by: str, at: str) -> str:
    """The row of the head."""
    days = f"{entry.booking_date}\t{entry.value_date}"
    what = f"{entry.rule}\t{entry.kind}\t{entry.currency}\t{len(entry.lines)}"
    return f"{entry_id.hex}\t{days}\t{what}\t\\N\t{entry.text}\t{by}\t{at}\n"


def lines(entry: Entry, entry_id: UUID, at: str) -> str:
    """The rows of the lines."""
    tail = f"{entry.booking_date}\t{entry.value_date}\t{at}\n"
    return "".join(f"{entry_id.hex}\t{no}\t{body}\t{tail}" for no, body in enumerate(bodies(entry), 1))
