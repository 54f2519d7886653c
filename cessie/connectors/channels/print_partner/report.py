"""The print partner's reports: a CSV file with a line for each thing that happened to a letter.

>>> sheet = ";".join(COLUMNS) + "\\nA-1;posted;2026-11-23T17:02:00Z;RR123;;;110"
>>> [(n.handed, n.fate, n.tracking, str(n.price)) for n in read(sheet.encode(), lambda name: b"")]
[('A-1', 'posted', 'RR123', '1.10 EUR')]
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, get_args

from cessie.connectors.channels import Fate, News
from cessie.lib.money import Money

COLUMNS: Final = ("item_id", "status", "at", "tracking", "proof_file", "reason", "price_cents")
FATES: Final = frozenset(get_args(Fate)) - {"negligence", "sent"}
#: Proofs lie beside the report: a plain name, no path.
PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: Lines of one report at most, and letters of a cell.
MOST: Final = 100_000
LONGEST: Final = 500


class BadReport(Exception):
    """A report that is not what was agreed; the words say where."""


def read(data: bytes, proof: Callable[[str], bytes]) -> list[News]:
    """Every line of a report; ``proof`` gives a file that lies beside it. All of it is right, or ``BadReport``."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadReport("not UTF-8") from None
    rows = csv.reader(io.StringIO(text), delimiter=";")
    if tuple(next(rows, [])) != COLUMNS:
        raise BadReport("other columns than agreed")
    found = []
    for number, row in enumerate(rows, 2):
        if number > MOST or len(row) != len(COLUMNS) or any(len(cell) > LONGEST for cell in row):
            raise BadReport(f"line {number} does not fit")
        found.append(_line(number, row, proof))
    return found


def _line(number: int, row: list[str], proof: Callable[[str], bytes]) -> News:
    item, status, at, tracking, file, reason, cents = (cell.strip() for cell in row)
    if not item or status not in FATES:
        raise BadReport(f"line {number}: no letter, or no known status")
    if cents and not re.fullmatch(r"\d{1,7}", cents):
        raise BadReport(f"line {number}: the price is no number of cents")
    if file and not PLAIN.fullmatch(file):
        raise BadReport(f"line {number}: not the name of a file")
    fate: Fate = status  # type: ignore[assignment]  # one of FATES
    return News(
        item, fate, _moment(number, at), reason, tracking, proof(file) if file else b"", file,
        Money(int(cents)) if cents else None,
    )  # fmt: skip


def _moment(number: int, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadReport(f"line {number}: not a moment") from None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
