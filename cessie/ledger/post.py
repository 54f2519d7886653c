"""The one door to the books: entries go in, all or none, each once for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from cessie.ledger.entry import Entry
from cessie.ledger.feed import Load, feed
from cessie.ledger.rows import (
    ENTRY_COLUMNS,
    KEY_COLUMNS,
    LINE_COLUMNS,
    bodies,
    digest,
    entry_fields,
    entry_row,
    key_row,
    line_rows,
    moment,
    text,
)
from cessie.lib.ids import rising
from cessie.lib.money import EUR
from cessie.lib.reasons import N_, Refusal

#: From so many entries on a batch goes by COPY; and so many rows go to the server in one piece.
LARGE: Final = 100
PIECE: Final = 250
_written: Final = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of an entry: its id, and whether this call wrote it or a former one had (``new`` is false)."""

    key: str
    entry_id: UUID
    new: bool


class KeyReused(Refusal):
    """A key that already names another posting."""


class _Draft(NamedTuple):
    entry: Entry
    entry_id: UUID
    digest: bytes


def post(entries: Sequence[Entry], *, by: str, at: datetime) -> tuple[Posted, ...]:
    """Write entries into the books: all or none, inside the caller's transaction if there is one (a refusal ends that).

    Idempotent by key: an entry whose key has been posted with the same content is not written again and comes back
    with its former id. ``by`` is the actor's key, ``at`` the moment that it is known from on (aware). Any number of
    entries: a batch job posts 500 to 5,000 at a time.
    Refusals: ``ledger.key_reused`` (the key names a posting with other content), ``ledger.month_closed``,
    ``ledger.currency`` (only euro so far).
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    if not entries:
        return ()
    drafts = _Drafts(entries)
    # One entry is one statement, and a statement is a transaction: no need to open and close one around it.
    together = nullcontext() if len(drafts.order) == 1 else transaction.atomic(savepoint=False)
    write = _write_few if len(drafts.order) < LARGE else _write_many
    try:
        with together, connection.cursor() as cursor:
            fresh = write(cursor, drafts, by, at)
            ids = {key: d.entry_id for key, d in drafts.items() if d.entry_id in fresh}
            ids |= _former(cursor, drafts, fresh)
    except IntegrityError as problem:
        raise _in_words(problem) from problem
    told = []
    for entry in entries:
        entry_id = ids[entry.key]
        told.append(Posted(entry.key, entry_id, entry_id in fresh))
        fresh.discard(entry_id)  # the same entry twice in one call is new once
    return tuple(told)


class _Drafts(dict[str, _Draft]):
    """By key, each entry once, each worked out when first asked for: the server takes in others meanwhile.

    The same key twice in one call is held to the same rule as in two. Ids rise with the order of the call, so that a
    statement shows a purchase before its fee. ``order``: the keys in the one order in which they are claimed.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._given: dict[str, tuple[Entry, UUID]] = {}
        for entry, entry_id in zip(entries, rising(len(entries)), strict=True):
            if entry.currency != EUR:
                raise Refusal("ledger.currency", N_("Only EUR can be booked, not {currency}."), currency=entry.currency)
            first = self._given.setdefault(entry.key, (entry, entry_id))[0]
            if first is not entry and digest(first, bodies(first)) != digest(entry, bodies(entry)):
                raise _reused(entry.key)
        self.order = sorted(self._given)

    def __missing__(self, key: str) -> _Draft:
        entry, entry_id = self._given[key]
        draft = self[key] = _Draft(entry, entry_id, digest(entry, bodies(entry)))
        return draft

    def in_order(self) -> Iterator[_Draft]:
        """In the order of the keys: two callers never wait for each other in a ring."""
        return (self[key] for key in self.order)

    def as_given(self) -> list[tuple[Entry, UUID]]:
        """Entries and ids in the order of the call, which is that of the ids."""
        return list(self._given.values())


def _write_few(cursor: Any, drafts: _Drafts, by: str, at: datetime) -> set[UUID]:
    """In one round trip, by a function of the database; the ids of those that are new."""
    entries = [entry_fields(d.entry, d.entry_id, d.digest) for d in drafts.in_order()]
    cursor.execute("select ledger_post_entries(%s, %s, %s)", [_written(entries), by, at])
    return set(cursor.fetchone()[0] or ())


def _write_many(cursor: Any, drafts: _Drafts, by: str, at: datetime) -> set[UUID]:
    """By COPY, all lines in one statement: the triggers see each entry whole.

    A large batch is mostly all new: heads and keys are loaded at once, and the keys claimed singly only if one of them
    is known. The heads come first because they need no digest: while those are taken the server has work already.
    """
    who, when = text(by), moment(at)
    new = drafts.as_given()

    def heads() -> Load:
        return Load("ledger_entry", ENTRY_COLUMNS, _pieces(entry_row(*each, who, when) for each in new))

    def lines() -> Load:
        return Load("ledger_line", LINE_COLUMNS, _pieces(line_rows(*each, when) for each in new), whole=True)

    keys = Load("ledger_key", KEY_COLUMNS, _pieces(key_row(d.entry, d.entry_id, d.digest) for d in drafts.in_order()))
    try:
        with transaction.atomic():
            feed(cursor, [heads(), keys, lines()])
    except IntegrityError:
        claimed = _claim(cursor, drafts)
        new = [each for each in new if each[1] in claimed]
        if not new:
            return set()
        feed(cursor, [heads(), lines()])
    return {entry_id for _, entry_id in new}


def _claim(cursor: Any, drafts: _Drafts) -> set[UUID]:
    """Take each key that nobody has; the ids under which they stand now."""
    in_order = list(drafts.in_order())
    cursor.execute(
        "insert into ledger_key (key, entry_id, digest)"
        " select key, id::uuid, decode(digest, 'hex')"
        " from unnest(%s::text[], %s::text[], %s::text[]) as given (key, id, digest)"
        " on conflict (key) do nothing returning entry_id",
        [
            [draft.entry.key for draft in in_order],
            [draft.entry_id.hex for draft in in_order],
            [draft.digest.hex() for draft in in_order],
        ],
    )
    return {row[0] for row in cursor.fetchall()}


def _pieces(rows: Iterator[bytes]) -> Iterator[bytes]:
    while piece := b"".join(islice(rows, PIECE)):
        yield piece


def _former(cursor: Any, drafts: _Drafts, fresh: set[UUID]) -> dict[str, UUID]:
    """The ids under which repeated keys were posted; other content under the same key is refused."""
    repeated = [key for key, draft in drafts.items() if draft.entry_id not in fresh]
    if not repeated:
        return {}
    cursor.execute("select key, entry_id, digest from ledger_key where key = any(%s)", [repeated])
    former = {}
    for key, entry_id, known in cursor.fetchall():
        if bytes(known) != drafts[key].digest:
            raise _reused(key)
        former[key] = entry_id
    return former


def _reused(key: str) -> KeyReused:
    return KeyReused("ledger.key_reused", N_("The key {key} already stands for another posting."), key=key)


def _in_words(problem: IntegrityError) -> Exception:
    """A closed month is an expected no; whatever else the database refuses is a fault of ours and stays one."""
    diagnosis = getattr(problem.__cause__, "diag", None)
    if diagnosis is not None and diagnosis.constraint_name == "ledger_entry_open_month":
        return Refusal("ledger.month_closed", N_("This would be booked in a month that is closed."))
    return problem
