"""What a company says its receipts are for, as CSV: ``number``, ``receipt`` (the bank's reference), ``amount``.

Columns may stand in any order, others are passed over; comma or semicolon separates; amounts as people write them.
"""

from __future__ import annotations

import csv
import io
from typing import Final, NamedTuple

from cessie.formats.invoices._cells import DecimalMark, Unreadable, amount, decimal_mark
from cessie.lib.reasons import N_, Reason, Refusal

COLUMNS: Final = ("number", "receipt", "amount")


class Said(NamedTuple):
    """``cents`` of the receipt with this reference pay the invoice ``number``; ``place`` is the line of the file."""

    number: str
    receipt: str
    cents: int
    place: int


def read(data: bytes) -> tuple[tuple[Said, ...], tuple[Reason, ...]]:
    """What is said, and every line that is wrong; refused (``lettrage.columns``) where a column is missing.

    >>> read(b"number;receipt;amount\\nF1;R-7;1.210,00\\n")[0]
    (Said(number='F1', receipt='R-7', cents=121000, place=2),)
    """
    text = data.decode("utf-8-sig", "replace")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    header = [cell.strip().lower() for cell in next(reader, [])]
    if lacking := [name for name in COLUMNS if name not in header]:
        raise Refusal("lettrage.columns", N_("The file lacks the column {column}."), column=", ".join(lacking))
    at = [header.index(name) for name in COLUMNS]
    rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    mark = decimal_mark(row[at[2]] for _, row in rows if len(row) == len(header))
    said, wrong = list[Said](), list[Reason]()
    for place, row in rows:
        number, receipt, told = (row[n].strip() if n < len(row) else "" for n in at)
        cents = _cents(told, mark)
        if number and receipt and cents > 0:
            said.append(Said(number, receipt, cents, place))
        else:
            words = N_("Line {line} names no invoice, receipt and amount.")
            wrong.append(Reason("lettrage.row", words, {"line": place}))
    return tuple(said), tuple(wrong)


def _cents(told: str, mark: DecimalMark | None) -> int:
    """The amount in cents; 0 where there is none to read."""
    try:
        return int((amount(told, mark) or 0) * 100)
    except Unreadable:
        return 0
