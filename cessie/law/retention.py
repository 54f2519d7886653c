"""How long records must be kept: a dated table by kind and country; where several apply, the longest wins.

Handbook law 12. A term runs from the end of the calendar year of the last act. "unverified" marks what a lawyer has yet
to confirm; the longer reading is taken there.

>>> keep_until("books", ("NL",), date(2026, 3, 2))
datetime.date(2033, 12, 31)
>>> keep_until("books", ("NL", "BE"), date(2026, 3, 2))
datetime.date(2036, 12, 31)
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Kind = Literal["books", "identification"]


@dataclass(frozen=True, slots=True)
class Term:
    """``years`` after the year of the last act, for acts from ``since`` on; ``source`` says how sure it is."""

    kind: Kind
    country: str
    years: int
    since: date
    source: str


TERMS: Final = (
    Term("books", "NL", 7, date(1994, 1, 1), "AWR art. 52, tax records"),
    Term("books", "BE", 7, date(1976, 1, 1), "accounting, before the longer term (unverified)"),
    Term("books", "BE", 10, date(2023, 1, 1), "7 to 10 years, the longer one (unverified)"),
    Term("books", "FR", 10, date(1953, 1, 1), "Code de commerce L123-22, accounting"),
    Term("books", "LU", 10, date(1915, 1, 1), "accounting (unverified)"),
    Term("books", "DE", 8, date(2025, 1, 1), "vouchers (unverified)"),
    Term("identification", "NL", 5, date(2008, 1, 1), "Wwft, after the end of the relation"),
    Term("identification", "BE", 10, date(2017, 10, 16), "law of 18 September 2017 (unverified)"),
)
#: Where no term is known: the longest of all.
UNKNOWN: Final = 10


def term(kind: Kind, country: str, on: date) -> Term | None:
    """The term of a country for an act on a day; None where none is known."""
    known = [each for each in TERMS if (each.kind, each.country) == (kind, country) and each.since <= on]
    return max(known, key=lambda each: each.since, default=None)


def keep_until(kind: Kind, countries: Collection[str], last: date) -> date:
    """The last day on which a record of these countries must be kept, whose last act was on ``last``."""
    found = [term(kind, country, last) for country in countries]
    years = max((each.years if each else UNKNOWN for each in found), default=UNKNOWN)
    return date(last.year + years, 12, 31)
