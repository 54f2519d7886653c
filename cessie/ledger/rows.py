"""An entry as the rows that PostgreSQL's COPY takes in its binary form, and its digest: the inner loop of bulk posting.

In that form the server need not read keys, days and moments out of text, which was a quarter of its work. Each value
has its length in front (PostgreSQL's manual: COPY, Binary Format). Keys are written by way of their number, which is
quicker than ``UUID.bytes`` or ``UUID.hex``. Pure.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from struct import Struct
from typing import Any, Final
from uuid import UUID

from cessie.ledger.entry import Dims, Entry

KEY_COLUMNS: Final = "entry_id,key,digest"
ENTRY_COLUMNS: Final = "id,booking_date,value_date,rule,kind,currency,line_count,reverses_id,text,posted_by,recorded_at"
LINE_COLUMNS: Final = (
    "entry_id,no,account,currency,amount_cents,contract_id,client_id,debtor_id,invoice_id,reference_id,bank_id,country,"
    "booking_date,value_date,recorded_at"
)
#: What stands before the rows of a COPY and behind them.
BEFORE: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
BEHIND: Final = b"\xff\xff"
_KEY_FIELDS, _ENTRY_FIELDS, _LINE_FIELDS = (
    len(columns.split(",")).to_bytes(2) for columns in (KEY_COLUMNS, ENTRY_COLUMNS, LINE_COLUMNS)
)
_UUID = (16).to_bytes(4)
_NULL = b"\xff\xff\xff\xff"
_DAY = Struct(">ii")
_MOMENT = Struct(">iq")
_SMALL = Struct(">ih")
#: Number, account, currency and cents of a line.
_LINE = Struct(">ihi4si3siq")
_FIRST_DAY: Final = date(2000, 1, 1)  # from which PostgreSQL counts days and microseconds
_FIRST_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)
_ABSENT: Final = "\\N"


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
                written = "\t".join([_ABSENT if key is None else key.int.to_bytes(16).hex() for key in given])
        rows.append(f"{account}\t{currency}\t{cents}\t{written}\t{dims.country or _ABSENT}")
    return rows


def digest(entry: Entry, body: list[str]) -> bytes:
    """16 bytes that tell whether two entries are the same posting; words for people (``text``) do not count.

    The key is in it, so that one that was changed behind the door's back (and would let its event be posted again) is
    seen.
    """
    reverses = entry.reverses.hex if entry.reverses else ""
    days = f"{_iso(entry.booking_date)}\t{_iso(entry.value_date)}"
    head = f"{entry.key}\n{entry.rule}\t{entry.kind}\t{days}\t{reverses}\n"
    return blake2b((head + "\n".join(body)).encode(), digest_size=16).digest()


@lru_cache(maxsize=512)
def _iso(day: date) -> str:
    """ISO text; a batch has few days."""
    return day.isoformat()


@lru_cache(maxsize=512)
def _day(day: date) -> bytes:
    return _DAY.pack(4, (day - _FIRST_DAY).days)


def moment(at: datetime) -> bytes:
    """A moment (aware) as a field."""
    return _MOMENT.pack(8, (at - _FIRST_MOMENT) // timedelta(microseconds=1))


def text(words: str) -> bytes:
    """A text as a field."""
    written = words.encode()
    return len(written).to_bytes(4) + written


def key_row(entry: Entry, entry_id: UUID, content: bytes) -> bytes:
    """The key as a row."""
    return b"".join((_KEY_FIELDS, _UUID, entry_id.int.to_bytes(16), text(entry.key), _UUID, content))


def entry_row(entry: Entry, entry_id: UUID, by: bytes, at: bytes) -> bytes:
    """The head as a row; ``by`` and ``at`` as fields."""
    return b"".join(
        (
            _ENTRY_FIELDS,
            _UUID,
            entry_id.int.to_bytes(16),
            _day(entry.booking_date),
            _day(entry.value_date),
            _word(entry.rule),
            _word(entry.kind),
            _word(entry.currency),
            _SMALL.pack(2, len(entry.lines)),
            _UUID + entry.reverses.bytes if entry.reverses else _NULL,
            text(entry.text),
            by,
            at,
        )
    )


@lru_cache(maxsize=512)
def _word(word: str) -> bytes:
    """A text of which there are few: rules, kinds, countries."""
    return text(word)


def line_rows(entry: Entry, entry_id: UUID, at: bytes) -> bytes:
    """The lines as rows; ``at`` as a field."""
    head = _LINE_FIELDS + _UUID + entry_id.int.to_bytes(16)
    tail = _day(entry.booking_date) + _day(entry.value_date) + at
    currency = entry.currency.encode()
    rows: list[bytes] = []
    written = b""
    keys: tuple[UUID | None, ...] = ()
    for no, (account, cents, dims) in enumerate(entry.lines, 1):
        if (given := dims[:6]) != keys:
            keys = given
            written = b"".join([_NULL if key is None else _UUID + key.int.to_bytes(16) for key in given])
        country = _word(dims.country) if dims.country else _NULL
        rows += head, _LINE.pack(2, no, 4, account.encode(), 3, currency, 8, cents), written, country, tail
    return b"".join(rows)


def entry_fields(entry: Entry, entry_id: UUID, key_digest: bytes) -> dict[str, Any]:
    """An entry by field, its lines in it, for a few entries at a time; what is absent is left out."""
    fields: dict[str, Any] = {
        "id": entry_id.hex,
        "key": entry.key,
        "digest": key_digest.hex(),
        "booking_date": _iso(entry.booking_date),
        "value_date": _iso(entry.value_date),
        "rule": entry.rule,
        "kind": entry.kind,
        "currency": entry.currency,
        "text": entry.text,
        "lines": [_line_fields(account, cents, dims) for account, cents, dims in entry.lines],
    }
    if entry.reverses:
        fields["reverses"] = entry.reverses.hex
    return fields


def _line_fields(account: str, cents: int, dims: Dims) -> dict[str, str | int]:
    fields: dict[str, str | int] = {"account": account, "cents": cents}
    for name, value in zip(Dims._fields, dims, strict=True):
        if value:
            fields[name] = value if isinstance(value, str) else value.hex
    return fields
