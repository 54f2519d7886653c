"""The whole journal as CSV: UTF-8 with its mark, semicolons, decimal point, ISO dates; every account, memo ones too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from cessie.formats.journals._text import amount, plain
from cessie.formats.values.journal import About, JournalEntry

NAME = "csv"
MEMO = True
COLUMNS = (
    "number", "key", "journal", "booked", "value", "recorded", "text", "account", "account_name", "party", "party_name",
    "debit", "credit", "currency",
)  # fmt: skip
#: A text that begins so would be taken for a formula by a spreadsheet (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@")


def file_name(about: About) -> str:
    """With the first and the last day."""
    return f"journal-{about.first}-{about.last}.csv"


def write(entries: Iterable[JournalEntry], about: About) -> Iterator[bytes]:
    """The header, then the lines of each entry."""
    yield "\ufeff".encode()
    yield _rows([COLUMNS])
    for entry in entries:
        head = (
            entry.number, entry.key, entry.journal, entry.booked, entry.value, entry.recorded, _safe(entry.text),
        )  # fmt: skip
        yield _rows(
            (
                *head, line.account, line.account_name, line.party, _safe(line.party_name),
                amount(max(0, line.cents)), amount(max(0, -line.cents)), entry.currency,
            )
            for line in entry.lines
        )  # fmt: skip


def _rows(rows: Iterable[Iterable[object]]) -> bytes:
    sheet = io.StringIO()
    csv.writer(sheet, delimiter=";", lineterminator="\r\n").writerows(rows)
    return sheet.getvalue().encode()


def _safe(text: str) -> str:
    shown = plain(text, 200)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
