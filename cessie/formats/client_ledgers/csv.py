"""A sales ledger as CSV, one movement a row: ``kind,number,debtor,debtor_name,date,due_date,amount,of``.

``kind`` is ``invoice``, ``credit_note`` or ``payment``; amounts are positive, with a point and at most two decimals;
days ISO; ``of`` names the invoice that a payment or a credit note is about and may be left out (then the oldest that is
open is meant), like ``debtor_name`` and ``due_date``. Other columns are passed over; comma or semicolon separates.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, cast

from cessie.formats.client_ledgers._open import open_of
from cessie.formats.values.client_ledger import ClientLedger, Movement, MovementKind, OpenItem
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

NAME = "csv"
REQUIRED: Final = ("kind", "number", "debtor", "date", "amount")
COLUMNS: Final = (*REQUIRED, "debtor_name", "due_date", "of")
KINDS: Final = ("invoice", "credit_note", "payment")
_AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def looks_like(head: bytes) -> bool:
    """Whether the first line names the columns."""
    names = re.split(r"[,;]", head.decode("utf-8-sig", "replace").split("\n", 1)[0].lower())
    return {"kind", "debtor", "amount"} <= {name.strip() for name in names}


def read(data: bytes) -> ClientLedger:
    """All movements, or none and what is wrong: half a ledger would make a false comparison."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return ClientLedger((), (_wrong(line, "", "client_ledger.encoding", N_("This is no UTF-8 text.")),))
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    try:
        return _read(rows)
    except csv.Error as error:
        words = N_("The row cannot be read: {detail}")
        return ClientLedger((), (_wrong(rows.line_num, "", "client_ledger.row", words, detail=str(error)),))


def items(data: bytes) -> Iterator[OpenItem | Reason]:
    """What is open behind all movements, or what is wrong."""
    return open_of(read(data))


def _read(rows: Iterator[list[str]]) -> ClientLedger:
    header = [name.strip().lower() for name in next(rows, [])]
    if problems := tuple(_of_header(header)):
        return ClientLedger((), problems)
    movements: list[Movement] = []
    wrong: list[Reason] = []
    seen: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            words = N_("The row has {count} cells, the header {expected}.")
            wrong.append(_wrong(place, "", "client_ledger.cells", words, count=len(row), expected=len(header)))
            continue
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
        found = list(_problems(cells, place))
        if cells["kind"] in KINDS[:2] and cells["number"]:
            before = seen.setdefault((cells["kind"], cells["number"]), place)
            if before != place:
                words = N_("{number} stands in line {first} already.")
                number = cells["number"]
                found.append(_wrong(place, "number", "client_ledger.twice", words, number=number, first=before))
        wrong += found
        if not found:
            movements.append(_movement(cells, place))
    return ClientLedger((), tuple(wrong)) if wrong else ClientLedger(tuple(movements))


def _of_header(header: list[str]) -> Iterator[Reason]:
    for name in COLUMNS:
        if name in REQUIRED and name not in header:
            yield _wrong(1, name, "client_ledger.no_column", N_("The column is missing."))
        elif header.count(name) > 1:
            yield _wrong(1, name, "client_ledger.column_twice", N_("The column stands twice."))


def _problems(cells: Mapping[str, str], place: int) -> Iterator[Reason]:
    for name in REQUIRED:
        if not cells[name] and not (name == "number" and cells["kind"] == "payment"):
            yield _wrong(place, name, "client_ledger.empty", N_("The cell is empty."))
    if cells["kind"] and cells["kind"] not in KINDS:
        words = N_("The kind is invoice, credit_note or payment, not {value}.")
        yield _wrong(place, "kind", "client_ledger.kind", words, value=cells["kind"])
    for name in ("date", "due_date"):
        if cells.get(name) and _day(cells[name]) is None:
            words = N_("{value} is no day written as 2026-12-31.")
            yield _wrong(place, name, "client_ledger.day", words, value=cells[name])
    if cells["amount"] and not _AMOUNT.fullmatch(cells["amount"]):
        words = N_("{value} is no positive amount such as 1234.56.")
        yield _wrong(place, "amount", "client_ledger.amount", words, value=cells["amount"])
    issued, due = _day(cells["date"]), _day(cells.get("due_date", ""))
    if issued and due and due < issued:
        words = N_("It falls due on {due}, before its own date.")
        yield _wrong(place, "due_date", "client_ledger.due", words, due=due)


def _movement(cells: Mapping[str, str], place: int) -> Movement:
    day = _day(cells["date"])
    if day is None:
        raise AssertionError("a row without its day is refused before")
    return Movement(
        kind=cast(MovementKind, cells["kind"]),
        number=cells["number"],
        debtor=cells["debtor"],
        debtor_name=cells.get("debtor_name", "") or cells["debtor"],
        day=day,
        cents=Money.parse(cells["amount"]).cents,
        due=_day(cells.get("due_date", "")),
        of=cells.get("of", ""),
        place=place,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _wrong(line: int, column: str, code: str, words: str, **facts: Fact) -> Reason:
    return Reason(code, words, {"line": line, "column": column, **facts})
