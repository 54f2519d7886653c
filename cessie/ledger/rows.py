"""An entry as the rows that PostgreSQL's COPY takes, and its digest: pure, and the inner loop of every bulk posting.

Keys are written by way of their bytes, which is three times as quick as ``UUID.hex``.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from uuid import UUID

from cessie.ledger.entry import Dims, Entry

KEY_COLUMNS: Final = "entry_id,key,digest"
ENTRY_COLUMNS: Final = "id,booking_date,value_date,rule,kind,currency,line_count,reverses_id,text,posted_by,recorded_at"
LINE_COLUMNS: Final = (
    "entry_id,no,account,currency,amount_cents,contract_id,client_id,debtor_id,invoice_id,reference_id,bank_id,country,"
    "booking_date,value_date,recorded_at"
)
NULL: Final = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def bodies(entry: Entry) -> list[str]:
    """Each line's account, currency, cents and dimensions, tab separated; the entry's digest is taken over these."""
    rows = []
    currency, written = entry.currency, ""
    before: Dims | None = None
    keys: tuple[UUID | None, ...] = ()
    for account, cents, dims in entry.lines:
        if dims is not before:  # the lines of an entry mostly share their keys, or differ in the country alone
            before = dims
            if (given := dims[:6]) != keys:
                keys = given
                written = "\t".join([NULL if key is None else key.int.to_bytes(16).hex() for key in given])
        rows.append(f"{account}\t{currency}\t{cents}\t{written}\t{dims.country or NULL}")
    return rows


def digest(entry: Entry, body: list[str]) -> bytes:
    """16 bytes that tell whether two entries are the same posting; words for people (``text``) do not count.

    The key is in it, so that one that was changed behind the door's back (and would let its event be posted again) is
    seen.
    """
    reverses = entry.reverses.hex if entry.reverses else ""
    days = f"{_day(entry.booking_date)}\t{_day(entry.value_date)}"
    head = f"{entry.key}\n{entry.rule}\t{entry.kind}\t{days}\t{reverses}\n"
    return blake2b((head + "\n".join(body)).encode(), digest_size=16).digest()


@lru_cache(maxsize=512)
def _day(day: date) -> str:
    """ISO text; a batch has few days."""
    return day.isoformat()


def key_row(entry: Entry, entry_id: UUID, content: bytes) -> str:
    """The key as a COPY row."""
    return f"{entry_id.bytes.hex()}\t{escaped(entry.key)}\t\\\\x{content.hex()}\n"


def entry_row(entry: Entry, entry_id: UUID, by: str, at: str) -> str:
    """The head as a COPY row; ``by`` is escaped, ``at`` in ISO form."""
    reverses = entry.reverses.hex if entry.reverses else "\\N"
    text = escaped(entry.text) if entry.text else ""
    return (
        f"{entry_id.bytes.hex()}\t{_day(entry.booking_date)}\t{_day(entry.value_date)}\t{entry.rule}\t{entry.kind}\t"
        f"{entry.currency}\t{len(entry.lines)}\t{reverses}\t{text}\t{by}\t{at}\n"
    )


def line_rows(entry: Entry, entry_id: UUID, body: list[str], at: str) -> str:
    """The lines as COPY rows; ``at`` in ISO form."""
    head, tail = entry_id.bytes.hex(), f"\t{_day(entry.booking_date)}\t{_day(entry.value_date)}\t{at}\n"
    return "".join([f"{head}\t{no}\t{row}{tail}" for no, row in enumerate(body, 1)])


def escaped(text: str) -> str:
    """A text as a COPY row holds it; most need nothing, and to see that is ten times quicker than to translate."""
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


def entry_fields(entry: Entry, entry_id: UUID, by: str, at: str) -> dict[str, str | int | None]:
    """The head by column, for a few entries at a time."""
    return {
        "id": entry_id.hex,
        "booking_date": _day(entry.booking_date),
        "value_date": _day(entry.value_date),
        "rule": entry.rule,
        "kind": entry.kind,
        "currency": entry.currency,
        "line_count": len(entry.lines),
        "reverses_id": entry.reverses.hex if entry.reverses else None,
        "text": entry.text,
        "posted_by": by,
        "recorded_at": at,
    }


def line_fields(entry: Entry, entry_id: UUID, at: str) -> list[dict[str, str | int | None]]:
    """The lines by column."""
    shared: dict[str, str | int | None] = {
        "entry_id": entry_id.hex,
        "currency": entry.currency,
        "booking_date": _day(entry.booking_date),
        "value_date": _day(entry.value_date),
        "recorded_at": at,
    }
    return [
        {
            **shared,
            "no": no,
            "account": account,
            "amount_cents": cents,
            "contract_id": dims.contract.hex if dims.contract else None,
            "client_id": dims.client.hex if dims.client else None,
            "debtor_id": dims.debtor.hex if dims.debtor else None,
            "invoice_id": dims.invoice.hex if dims.invoice else None,
            "reference_id": dims.reference.hex if dims.reference else None,
            "bank_id": dims.bank.hex if dims.bank else None,
            "country": dims.country,
        }
        for no, (account, cents, dims) in enumerate(entry.lines, 1)
    ]
