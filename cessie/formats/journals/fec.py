"""The French file of accounting entries (fichier des écritures comptables): article A. 47 A-1 of the Livre des
procédures fiscales, VII: eighteen fields in their order, a header, tabs, days as AAAAMMJJ, a comma before the cents,
entries in the order of their validation, numbered without a gap, each in balance; named SIREN + FEC + last day.

``problems`` reads such a file back by the same rules, ours or anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from stdnum.fr import siren as numbers

from cessie.formats.journals._text import amount, plain
from cessie.formats.values.journal import About, JournalEntry
from cessie.lib.reasons import N_, Reason, Refusal

NAME = "fec"
#: Memo accounts stand outside the statements: each memo pair is zero by itself and is left out.
MEMO = False
COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
#: What may not be empty (same article): all but the auxiliary account, the lettering and the foreign amount.
NEEDED = ("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "PieceRef", "PieceDate",
          "EcritureLib", "Debit", "Credit", "ValidDate")  # fmt: skip
DAYS = ("EcritureDate", "PieceDate", "DateLet", "ValidDate")
_FORM = N_("Line {line}: {field} is not written as the article says.")
_GAP = N_("Line {line}: entry {number} does not follow {former}.")
_BALANCE = N_("Line {line}: entry {number} is out of balance by {amount}.")
_AMOUNT = re.compile(r"-?\d+,\d{2}")


class NoSiren(Refusal):
    """The file is named by a SIREN, and the house has none."""


def file_name(about: About) -> str:
    """SIREN, ``FEC``, last day of the period. Refused without a true SIREN (``NoSiren``)."""
    if not numbers.is_valid(about.siren):
        words = N_("A FEC is named by the SIREN of the house: {siren} is none.")
        raise NoSiren("journal.no_siren", words, siren=about.siren or "–")
    return f"{numbers.compact(about.siren)}FEC{about.last:%Y%m%d}.txt"


def write(entries: Iterable[JournalEntry], about: About) -> Iterator[bytes]:
    """UTF-8 with tabs; an entry out of balance is a programming error (ValueError)."""
    yield _line(COLUMNS)
    for entry in entries:
        if sum(line.cents for line in entry.lines):
            raise ValueError(f"{entry.key} is out of balance")
        for line in entry.lines:
            yield _line((
                entry.journal, entry.journal_name, str(entry.number), f"{entry.booked:%Y%m%d}",
                line.account, line.account_name, line.party, line.party_name,
                entry.key, f"{entry.booked:%Y%m%d}", entry.text,
                amount(max(0, line.cents), ","), amount(max(0, -line.cents), ","),
                "", "", f"{entry.recorded:%Y%m%d}", "", "",
            ))  # fmt: skip


def _line(fields: Iterable[str]) -> bytes:
    return ("\t".join(plain(field, 200) for field in fields) + "\r\n").encode()


def problems(lines: Iterable[bytes]) -> Iterator[Reason]:
    """What the rules of the article find wrong in a file, line by line, without holding it; nothing for a good one."""
    rows = iter(lines)
    mark, reader = _header(next(rows, b""))
    if not mark:
        yield _wrong("journal.header", 1, N_("Line {line}: the header is not that of the article."))
        return
    for place, raw in enumerate(rows, 2):
        cells = raw.decode("utf-8", "replace").rstrip("\r\n").split(mark)
        if len(cells) != len(COLUMNS):
            yield _wrong("journal.columns", place, N_("Line {line} does not have 18 fields."))
            continue
        yield from reader.read(place, dict(zip(COLUMNS, cells, strict=True)))
    yield from reader.end()


def _header(raw: bytes) -> tuple[str, _Reader]:
    text = raw.decode("utf-8-sig", "replace").rstrip("\r\n")
    mark = next((mark for mark in ("\t", "|") if tuple(text.split(mark)) == COLUMNS), "")
    return mark, _Reader()


class _Reader:
    """What must be remembered from line to line: the entry under way and the last moment of validation."""

    def __init__(self) -> None:
        self.number, self.sum, self.validated, self.place = 0, 0, date.min, 1

    def read(self, place: int, row: dict[str, str]) -> Iterator[Reason]:
        """The objections to one line."""
        empty = [name for name in NEEDED if not row[name].strip()]
        if empty:
            yield _wrong("journal.empty", place, N_("Line {line}: {field} is empty."), field=", ".join(empty))
        days = {name: _day(row[name]) for name in DAYS if row[name]}
        bad = [name for name, day in days.items() if day is None]
        bad += [name for name in ("Debit", "Credit") if not _AMOUNT.fullmatch(row[name])]
        bad += [] if row["CompteNum"][:3].isdigit() else ["CompteNum"]
        bad += [] if row["EcritureNum"].isdigit() else ["EcritureNum"]
        if bad:
            yield _wrong("journal.form", place, _FORM, field=", ".join(bad))
            return
        debit, credit = (int(row[name].replace(",", "")) for name in ("Debit", "Credit"))
        if bool(debit) == bool(credit):
            yield _wrong("journal.side", place, N_("Line {line} is neither a debit nor a credit alone."))
        yield from self._entry(place, int(row["EcritureNum"]), days["ValidDate"] or date.min)
        self.sum += debit - credit

    def _entry(self, place: int, number: int, validated: date) -> Iterator[Reason]:
        if number == self.number:
            return
        yield from self.end()
        if number != self.number + 1:
            yield _wrong("journal.gap", place, _GAP, number=number, former=self.number)
        if validated < self.validated:
            yield _wrong("journal.order", place, N_("Line {line}: validated before the entry above it."))
        self.number, self.validated, self.sum, self.place = number, max(validated, self.validated), 0, place

    def end(self) -> Iterator[Reason]:
        """The objection to the entry that ended."""
        if self.sum:
            yield _wrong("journal.balance", self.place, _BALANCE, number=self.number, amount=amount(self.sum))


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date() if len(text) == 8 else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _wrong(code: str, line: int, words: str, **facts: str | int) -> Reason:
    return Reason(code, words, {"line": line, **facts})
