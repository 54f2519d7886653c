"""Open items as a CSV file: one row an invoice or a credit note, read whole or refused with every place that is wrong.

Columns: ``id,kind,client,debtor,debtor_name,debtor_ibans,number,issue_date,due_date,amount,outstanding,currency,
structured_reference``; amounts with a point and at most two decimals, negative for a credit note; days ISO; several
IBANs separated by blanks. Other columns are passed over; comma or semicolon separates.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cessie.domain.matching.rules.facts import OpenItem
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

REQUIRED = ("id", "kind", "debtor", "number", "due_date", "amount", "outstanding", "currency")
COLUMNS = (*REQUIRED, "client", "debtor_name", "debtor_ibans", "issue_date", "structured_reference")
NEVER_EMPTY = ("id", "kind", "debtor", "outstanding", "currency")
KINDS = ("invoice", "credit_note")
_AMOUNT = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Read:
    """The items of a file, or every reason why it is not used: ``line`` and ``column`` are facts of each."""

    items: tuple[OpenItem, ...]
    problems: tuple[Reason, ...] = ()


def read_open_items(data: bytes) -> Read:
    """All items, or none and what is wrong: matching against half of what is open would find false only ways."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Read((), (_wrong(line, "", "open_items.encoding", N_("This is no UTF-8 text.")),))
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _read(rows)
    except csv.Error as error:
        words = N_("The row cannot be read: {detail}")
        return Read((), (_wrong(rows.line_num, "", "open_items.row", words, detail=str(error)),))


def _read(rows: Iterator[list[str]]) -> Read:
    header = [name.strip().lower() for name in next(rows, [])]
    problems = [
        _wrong(1, name, "open_items.no_column", N_("The column is missing.")) for name in REQUIRED if name not in header
    ]
    problems += [
        _wrong(1, name, "open_items.column_twice", N_("The column stands twice."))
        for name in COLUMNS
        if header.count(name) > 1
    ]
    if problems:
        return Read((), tuple(problems))
    items: list[OpenItem] = []
    lines: dict[str, int] = {}
    at = 1
    for row in rows:
        start, at = at + 1, rows.line_num  # type: ignore[attr-defined]  # of the csv reader
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            words = N_("The row has {count} cells, the header {expected}.")
            place = header[min(len(row), len(header) - 1)]
            problems.append(_wrong(start, place, "open_items.cells", words, count=len(row), expected=len(header)))
            continue
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
        found = list(_problems(cells, start))
        if cells["id"] in lines:
            words = N_("{id} stands in line {first} already.")
            found.append(_wrong(start, "id", "open_items.twice", words, id=cells["id"], first=lines[cells["id"]]))
        lines.setdefault(cells["id"], start)
        problems += found
        if not found:
            items.append(_item(cells))
    return Read((), tuple(problems)) if problems else Read(tuple(items))


def _problems(cells: Mapping[str, str], line: int) -> Iterator[Reason]:
    for name in NEVER_EMPTY:
        if not cells[name]:
            yield _wrong(line, name, "open_items.empty", N_("The cell is empty."))
    if cells["kind"] and cells["kind"] not in KINDS:
        yield _wrong(
            line, "kind", "open_items.kind", N_("The kind is invoice or credit_note, not {value}."), **_v(cells, "kind")
        )
    if cells["currency"] and not re.fullmatch(r"[A-Z]{3}", cells["currency"]):
        words = N_("{value} is no currency code of three capitals.")
        yield _wrong(line, "currency", "open_items.currency", words, **_v(cells, "currency"))
    for name in ("due_date", "issue_date"):
        if cells.get(name) and _day(cells[name]) is None:
            words = N_("{value} is no day written as 2026-12-31.")
            yield _wrong(line, name, "open_items.day", words, **_v(cells, name))
    if not cells["due_date"] and not cells.get("issue_date"):
        yield _wrong(line, "due_date", "open_items.empty", N_("The cell is empty."))
    yield from _amounts(cells, line)


def _amounts(cells: Mapping[str, str], line: int) -> Iterator[Reason]:
    sound = True
    for name in ("amount", "outstanding"):
        if cells[name] and not _AMOUNT.fullmatch(cells[name]):
            sound = False
            words = N_("{value} is no amount such as 1234.56.")
            yield _wrong(line, name, "open_items.amount", words, **_v(cells, name))
    if not sound or not cells["outstanding"] or cells["kind"] not in KINDS:
        return
    sign = 1 if cells["kind"] == "invoice" else -1
    outstanding = Money.parse(cells["outstanding"]).cents * sign
    amount = Money.parse(cells["amount"] or cells["outstanding"]).cents * sign
    if outstanding < 0 or amount < 0:
        name = "outstanding" if outstanding < 0 else "amount"
        words = N_("{value} has the wrong sign: an invoice is positive, a credit note negative.")
        yield _wrong(line, name, "open_items.sign", words, **_v(cells, name))
    elif outstanding > amount:
        words = N_("{value} is more than the amount of the document.")
        yield _wrong(line, "outstanding", "open_items.more_than_amount", words, **_v(cells, "outstanding"))


def _item(cells: Mapping[str, str]) -> OpenItem:
    due = _day(cells["due_date"]) or _day(cells.get("issue_date", ""))
    if due is None:
        raise AssertionError("a row without any day is refused before")
    return OpenItem(
        id=cells["id"],
        kind="credit_note" if cells["kind"] == "credit_note" else "invoice",
        client=cells.get("client", ""),
        debtor=cells["debtor"],
        debtor_name=cells.get("debtor_name", ""),
        debtor_ibans=_ibans(cells.get("debtor_ibans", "")),
        number=cells["number"],
        due_date=due,
        outstanding=Money.parse(cells["outstanding"], cells["currency"]),
        reference=cells.get("structured_reference", ""),
    )


def _ibans(text: str) -> frozenset[str]:
    """Several in a cell; one that is written in groups of four is one all the same.

    >>> sorted(_ibans("BE68 5390 0754 7034 nl91abna0417164300"))
    ['BE68539007547034', 'NL91ABNA0417164300']
    """
    joined: list[str] = []
    for word in text.upper().replace(",", " ").split():
        if re.match(r"[A-Z]{2}[0-9]{2}", word) or not joined:
            joined.append(word)
        else:
            joined[-1] += word
    return frozenset(joined)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def _v(cells: Mapping[str, str], name: str) -> dict[str, Fact]:
    return {"value": cells[name]}


def _wrong(line: int, column: str, code: str, message: str, **facts: Fact) -> Reason:
    return Reason(code, message, {"line": line, "column": column, **facts})
