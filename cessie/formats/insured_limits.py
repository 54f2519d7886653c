"""What an insurer decided on the debtors of his policyholder, as CSV: ``debtor`` (his number, or one of a register),
``limit``; and, where they are known, ``from``, ``until``, ``covered_until``, ``reference``.

Columns may stand in any order, others are passed over; comma or semicolon separates; amounts and days as people write
them. A limit of 0 refuses or withdraws.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Final, NamedTuple

from cessie.formats.invoices._cells import (
    DayOrder,
    DecimalMark,
    Unreadable,
    amount,
    day,
    day_order,
    decimal_mark,
)
from cessie.lib.reasons import N_, Reason, Refusal

NEEDED: Final = ("debtor", "limit")
DAYS: Final = ("from", "until", "covered_until")


class Told(NamedTuple):
    """What is said of one debtor, incl. VAT; ``place`` is the line of the file."""

    debtor: str
    cents: int
    valid_from: date | None
    valid_until: date | None
    covered_until: date | None
    reference: str
    place: int


def read(data: bytes) -> tuple[tuple[Told, ...], tuple[Reason, ...]]:
    """What is said, and every line that is wrong; refused (``insured_limits.columns``) where a column is missing.

    >>> read(b"debtor;limit;until\\nD1;25.000,00;31-12-2026\\n")[0][0][:4]
    ('D1', 2500000, None, datetime.date(2026, 12, 31))
    >>> [str(reason.facts["line"]) for reason in read(b"debtor,limit\\nD1,much\\n,5\\n")[1]]
    ['2', '3']
    """
    text = data.decode("utf-8-sig", "replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.split("\n", 1)[0] else ",")
    header = [cell.strip().lower() for cell in next(reader, [])]
    if lacking := [name for name in NEEDED if name not in header]:
        raise Refusal("insured_limits.columns", N_("The file lacks the column {column}."), column=", ".join(lacking))
    rows = [
        (reader.line_num, dict(zip(header, (cell.strip() for cell in row), strict=False)))
        for row in reader
        if any(cell.strip() for cell in row)
    ]
    mark = decimal_mark(row.get("limit", "") for _, row in rows)
    order = day_order(row[name] for _, row in rows for name in DAYS if row.get(name))
    said, wrong = list[Told](), list[Reason]()
    for place, row in rows:
        found = _told(row, place, mark, order)
        if found is None:
            words = N_("Line {line} names no debtor and limit, or a day that is none.")
            wrong.append(Reason("insured_limits.row", words, {"line": place}))
        else:
            said.append(found)
    return tuple(said), tuple(wrong)


def _told(row: dict[str, str], place: int, mark: DecimalMark | None, order: DayOrder) -> Told | None:
    """What one line says; None where it cannot be read."""
    try:
        limit = amount(row.get("limit", ""), mark)
        begin, until, covered = (day(row[name], order) if row.get(name) else None for name in DAYS)
    except Unreadable:
        return None
    debtor = row.get("debtor", "")
    if not debtor or limit is None or limit < 0:
        return None
    return Told(debtor, int(limit * 100), begin, until, covered, row.get("reference", ""), place)
