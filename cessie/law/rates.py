"""Statutory rates: dated rows with their origin, as an argument of every computation (percent a year).

A row is ``published`` or ``provisional``: computed from the formula while the notice is not out. A day without a row
stops the computation: nothing is extrapolated (guard LAW-GEN-02).

>>> rates = project_rates()
>>> rates.on("BE", "b2b_late_interest", date(2025, 7, 1)).percent
Decimal('10.50')
>>> [(str(first), str(last), str(row.percent)) for first, last, row in rates.between(
...     "BE", "b2b_late_interest", date(2025, 6, 29), date(2025, 7, 2))]
[('2025-06-29', '2025-06-30', '11.50'), ('2025-07-01', '2025-07-02', '10.50')]
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from cessie.law.guards import Unlawful
from cessie.lib.reasons import N_, Reason, Refusal

COLUMNS = ("country", "kind", "first", "last", "percent", "status", "confidence", "source")
STATUSES = ("published", "provisional")
CONFIDENCES = ("verified", "unverified")
_DAY = timedelta(days=1)
#: No law asks more; a rate above is a typing error.
HIGHEST = Decimal(100)


@dataclass(frozen=True, slots=True)
class Rate:
    """``percent`` a year from ``first`` to ``last`` (both counted; ``last`` None: until further notice)."""

    country: str
    kind: str
    first: date
    last: date | None
    percent: Decimal
    status: str = "published"
    confidence: str = "verified"
    source: str = ""

    @property
    def key(self) -> tuple[str, str, date]:
        """What a later version of the same row replaces."""
        return (self.country, self.kind, self.first)


class BadRates(Refusal):
    """A file of rates has wrong rows: each is named, none is taken."""

    def __init__(self, problems: Iterable[Reason]) -> None:
        self.problems = tuple(problems)
        super().__init__("law.bad_rates", N_("{count} rows of the rates are wrong."), count=len(self.problems))


class Rates:
    """All rows by country and kind, found by day. Rows of one kind never overlap (``BadRates``)."""

    def __init__(self, rows: Iterable[Rate]) -> None:
        self._rows: dict[tuple[str, str], list[Rate]] = {}
        for row in sorted(rows, key=lambda row: row.key):
            self._rows.setdefault((row.country, row.kind), []).append(row)
        self._starts = {key: [row.first for row in found] for key, found in self._rows.items()}
        wrong = [
            Reason(
                "law.rates_overlap",
                N_("{country} {kind}: the row of {first} begins before the one of {other} ends."),
                {"country": later.country, "kind": later.kind, "first": later.first, "other": earlier.first},
            )
            for found in self._rows.values()
            for earlier, later in pairwise(found)
            if earlier.last is None or later.first <= earlier.last
        ]
        if wrong:
            raise BadRates(wrong)

    def __iter__(self) -> Iterator[Rate]:
        for found in self._rows.values():
            yield from found

    def find(self, country: str, kind: str, day: date) -> Rate | None:
        """The row in force that day, if there is one."""
        place = bisect_right(self._starts.get((country, kind), []), day) - 1
        row = self._rows[country, kind][place] if place >= 0 else None
        return row if row and (row.last is None or day <= row.last) else None

    def on(self, country: str, kind: str, day: date) -> Rate:
        """The row in force that day; refused (LAW-GEN-02) where there is none."""
        row = self.find(country, kind, day)
        if row is None:
            words = N_("The rate {kind} of {country} is not known for {day}.")
            raise Unlawful("LAW-GEN-02", "law.rate_unknown", words, kind=kind, country=country, day=day)
        return row

    def between(self, country: str, kind: str, first: date, last: date) -> Iterator[tuple[date, date, Rate]]:
        """The days from ``first`` to ``last``, cut where the rate changes; refused as ``on``."""
        while first <= last:
            row = self.on(country, kind, first)
            end = last if row.last is None else min(last, row.last)
            yield first, end, row
            first = end + _DAY

    def replaced_by(self, changes: Iterable[Rate]) -> Rates:
        """These rows with others put in their place: a row of the same country, kind and first day is replaced, an
        open row ends where the next begins.
        """
        rows = {row.key: row for row in self} | {row.key: row for row in changes}
        done: list[Rate] = []
        for row in sorted(rows.values(), key=lambda row: row.key):
            before = done[-1] if done else None
            if before and (before.country, before.kind, before.last) == (row.country, row.kind, None):
                done[-1] = ended(before, row.first - _DAY)
            done.append(row)
        return Rates(done)


def ended(row: Rate, last: date) -> Rate:
    """The row with its last day."""
    return Rate(row.country, row.kind, row.first, last, row.percent, row.status, row.confidence, row.source)


def read_rates(text: str) -> tuple[Rate, ...]:
    """The rows of a CSV file with the columns of ``COLUMNS``; refused (``BadRates``) with every wrong row."""
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if tuple(table.fieldnames or ()) != COLUMNS:
        words = N_("A file of rates needs the columns {columns}.")
        raise BadRates([Reason("law.rates_columns", words, {"columns": ",".join(COLUMNS)})])
    rows: list[Rate] = []
    wrong: list[Reason] = []
    for number, line in enumerate(table, start=2):
        try:
            rows.append(_row(line))
        except (ValueError, InvalidOperation, TypeError, AttributeError):
            words = N_("Row {row}: a day, a rate or a word is not right.")
            wrong.append(Reason("law.rates_row", words, {"row": number}))
    keys = [row.key for row in rows]
    for row in sorted({row.key for row in rows if keys.count(row.key) > 1}):
        words = N_("{country} {kind} from {first} stands twice.")
        wrong.append(Reason("law.rates_twice", words, {"country": row[0], "kind": row[1], "first": row[2]}))
    if wrong or not rows:
        raise BadRates(wrong)
    return tuple(rows)


def _row(line: dict[str, str]) -> Rate:
    last = date.fromisoformat(line["last"]) if line["last"] else None
    row = Rate(
        line["country"].strip().upper(),
        line["kind"].strip(),
        date.fromisoformat(line["first"]),
        last,
        Decimal(line["percent"]),
        line["status"],
        line["confidence"],
        line["source"].strip(),
    )
    good = (
        row.status in STATUSES and row.confidence in CONFIDENCES and row.source and row.kind and len(row.country) == 2
    )
    fits = row.percent.is_finite() and -HIGHEST <= row.percent <= HIGHEST and round(row.percent, 4) == row.percent
    if not (good and fits and (last is None or last >= row.first)) or None in line:
        raise ValueError(line)
    return row


@lru_cache(maxsize=1)
def project_rates() -> Rates:
    """The rates that come with the project: ``rates.csv``, each row with its origin and how sure it is."""
    return Rates(read_rates(files("cessie.law").joinpath("rates.csv").read_text("utf-8")))
