"""Lay the lines of a ledger into the database, half a million of them in bounded memory, or name what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cessie.domain.client_ledgers.debtors import Debtors
from cessie.domain.client_ledgers.models import Submission
from cessie.formats.values.client_ledger import OpenItem
from cessie.lib.reasons import N_, Reason

#: Lines that are looked at together: debtors who are new are made known between two pieces.
PIECE: Final = 5_000
#: So many problems are kept in words; of the others the number.
KEPT: Final = 200
#: No document is for as much, in cents.
LARGEST: Final = 10**14
_COLUMNS: Final = (
    "submission_id", "line", "debtor_id", "kind", "number", "issue_date", "due_date", "open_cents", "gross_cents",
    "disputed", "consumer", "unperformed",
)  # fmt: skip


@dataclass
class Loaded:
    """What a file held: lines laid, problems that forbid its use, doubts that a person may clear."""

    lines: int = 0
    count: int = 0
    problems: list[Reason] = field(default_factory=list)
    doubts: list[Reason] = field(default_factory=list)

    def wrong(self, reason: Reason) -> None:
        """One more problem."""
        self.count += 1
        if len(self.problems) < KEPT:
            self.problems.append(reason)


def load(row: Submission, found: Iterable[OpenItem | Reason], debtors: Debtors) -> Loaded:
    """Every line by COPY, each with its debtor. Within a transaction: where a problem is told, nothing is kept."""
    told, source = Loaded(), iter(found)
    while piece := list(islice(source, PIECE)):
        rows = [ready for each in piece if (ready := _ready(row, each, debtors, told)) is not None]
        if not told.count:
            _copy(rows)
        told.lines += len(rows)
    return told


def _ready(row: Submission, item: OpenItem | Reason, debtors: Debtors, told: Loaded) -> tuple[Any, ...] | None:
    if isinstance(item, Reason):
        told.wrong(item)
        return None
    if _cannot_be(item):
        words = N_("{number} has an amount or a sign that no document has.")
        number = item.number.replace("\0", "")[:60]
        told.wrong(Reason("client_ledger.impossible", words, {"line": item.place, "number": number}))
        return None
    debtor = debtors.of(item)
    if isinstance(debtor, Reason):
        told.wrong(Reason(debtor.code, debtor.message, {**debtor.facts, "line": item.place}))
        return None
    if (twice := debtors.twice(item, debtor)) is not None and len(told.doubts) < KEPT:
        told.doubts.append(twice)
    return (
        row.pk, item.place, debtor, item.kind, item.number, item.issued, item.due, item.open_cents, item.gross_cents,
        item.disputed, item.consumer, item.unperformed,
    )  # fmt: skip


def _cannot_be(item: OpenItem) -> bool:
    texts = (item.number, item.debtor, item.debtor_name, item.number_of_debtor)
    return max(abs(item.open_cents), abs(item.gross_cents)) >= LARGEST or any("\0" in text for text in texts)


def _copy(rows: Iterable[tuple[Any, ...]]) -> None:
    sql = f"copy client_ledgers_position ({', '.join(_COLUMNS)}) from stdin"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(sql) as copy:
        for each in rows:
            copy.write_row(each)


def twice_in(submission_id: UUID) -> Iterator[Reason]:
    """Documents that stand in a ledger more than once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select number, min(line), max(line) from client_ledgers_position where submission_id = %s"
            " group by debtor_id, kind, number having count(*) > 1 order by 2 limit %s",
            [submission_id, KEPT],
        )
        for number, first, line in cursor.fetchall():
            facts = {"line": line, "number": number, "first": first}
            yield Reason("client_ledger.twice", _TWICE, facts)


_TWICE: Final = "{number} stands in line {first} already."
