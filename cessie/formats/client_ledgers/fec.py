"""The sales ledger in a French FEC (Livre des procédures fiscales, article A. 47 A-1): the customers' accounts, 411.

An entry with a line on an account of sales (70) is an invoice, or a credit note where the customer is credited; every
other credit of a customer is money. A letter (``EcritureLet``) ties a payment to the invoice of the same letter. The
file has no due dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from cessie.formats.client_ledgers._fixed import OTHER_CURRENCY
from cessie.formats.client_ledgers._open import open_of
from cessie.formats.fec_lines import cents_of, day_of, lines_of, mark_of, on_both_sides
from cessie.formats.fec_lines import looks_like as looks_like
from cessie.formats.values.client_ledger import ClientLedger, Movement, MovementKind, OpenItem
from cessie.lib.reasons import N_, Fact, Reason

NAME = "fec"
NEEDED: Final = ("JournalCode", "EcritureNum", "EcritureDate", "CompteNum", "CompAuxNum", "PieceRef", "EcritureLet")
CUSTOMERS: Final = "411"
SALES: Final = "70"


class _Row(NamedTuple):
    place: int
    entry: tuple[str, str]
    day: date
    account: str
    debtor: str
    name: str
    piece: str
    letter: str
    cents: int  # debit positive


def read(data: bytes) -> ClientLedger:
    """The customers' movements, or every line that is wrong: an entry out of balance is used for nothing."""
    return _read(data, euro_only=False)


def _read(data: bytes, *, euro_only: bool) -> ClientLedger:
    """``euro_only``: a line of a customer in another currency (``Idevise``) is wrong, though it is booked in euros."""
    lines = lines_of(data)
    first = next(lines, "")
    mark = mark_of(first)
    header = [name.strip() for name in first.split(mark)]
    if missing := [name for name in NEEDED if name not in header]:
        words = N_("The header lacks {field}.")
        return ClientLedger((), (_wrong(1, "fec.header", words, field=", ".join(missing)),))
    problems: list[Reason] = []
    rows: list[_Row] = []
    broken: set[tuple[str, str]] = set()
    for place, line in enumerate(lines, 2):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(mark)]
        if len(cells) != len(header):
            words = N_("The line has {count} fields, the header {expected}.")
            problems.append(_wrong(place, "fec.fields", words, count=len(cells), expected=len(header)))
            continue
        told = dict(zip(header, cells, strict=True))
        found = _row(told, place)
        if isinstance(found, Reason):
            problems.append(found)
            broken.add((told["JournalCode"], told["EcritureNum"]))
        elif euro_only and found.debtor and told.get("Idevise", "").upper() not in ("", "EUR"):
            problems.append(_wrong(place, "client_ledger.currency", OTHER_CURRENCY, currency=told["Idevise"][:10]))
            broken.add(found.entry)
        else:
            rows.append(found)
    entries: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        entries[row.entry].append(row)
    problems += _unbalanced({entry: lines for entry, lines in entries.items() if entry not in broken})
    return ClientLedger((), tuple(problems)) if problems else ClientLedger(tuple(_movements(entries.values())))


def items(data: bytes) -> Iterator[OpenItem | Reason]:
    """What is open behind all movements, or what is wrong; a file without any line of customers is no ledger."""
    found = _read(data, euro_only=True)
    if not found.movements and not found.problems:
        yield _wrong(
            1, "fec.no_customers", N_("No line is on an account of customers (411): nothing can be seen of them.")
        )
    yield from open_of(found)


def _row(cells: Mapping[str, str], place: int) -> _Row | Reason:
    day, cents = day_of(cells["EcritureDate"]), cents_of(cells)
    if day is None:
        words = N_("{value} is no day written as AAAAMMJJ.")
        return _wrong(place, "fec.day", words, value=cells["EcritureDate"])
    if cents is None:
        return _wrong(place, "fec.amount", N_("The line has no amount that can be read."))
    if on_both_sides(cells):
        words = N_("The line has an amount as debit and as credit: an entry's line has one side.")
        return _wrong(place, "fec.sides", words)
    customer = cells["CompteNum"].startswith(CUSTOMERS)
    if customer and cents > 0 and not cells["PieceRef"]:
        return _wrong(place, "fec.piece", N_("What a customer owes has no PieceRef: its invoice has no number."))
    debtor = cells["CompAuxNum"] or cells["CompteNum"]
    return _Row(
        place, (cells["JournalCode"], cells["EcritureNum"]), day, cells["CompteNum"], debtor if customer else "",
        cells.get("CompAuxLib", "") or debtor, cells["PieceRef"], cells["EcritureLet"] if customer else "", cents,
    )  # fmt: skip


def _unbalanced(entries: Mapping[tuple[str, str], Sequence[_Row]]) -> Iterator[Reason]:
    for (journal, number), rows in entries.items():
        if rest := sum(row.cents for row in rows):
            words = N_("Entry {number} of journal {journal} is out of balance by {cents} cents.")
            yield _wrong(rows[0].place, "fec.balance", words, number=number, journal=journal, cents=rest)


def _movements(entries: Iterable[Sequence[_Row]]) -> Iterator[Movement]:
    found = [_told(row, rows) for rows in entries for row in rows if row.debtor and row.cents]
    invoices: dict[tuple[str, str], str] = {}
    for kind, row in found:
        if kind == "invoice" and row.letter:
            invoices.setdefault((row.debtor, row.letter), row.piece)
    for kind, row in found:
        of = "" if kind == "invoice" else invoices.get((row.debtor, row.letter), "")
        yield Movement(kind, row.piece, row.debtor, row.name, row.day, abs(row.cents), None, of, row.place)


def _told(row: _Row, entry: Sequence[_Row]) -> tuple[MovementKind, _Row]:
    """A debit outside sales (an opening balance, a returned payment) is owed all the same: an invoice."""
    if row.cents > 0:
        return "invoice", row
    sold = any(each.account.startswith(SALES) for each in entry)
    return ("credit_note" if sold else "payment"), row


def _wrong(line: int, code: str, words: str, **facts: Fact) -> Reason:
    return Reason(code, words, {"line": line, "column": "", **facts})
