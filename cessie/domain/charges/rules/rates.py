"""Reference rates: which there are, which day's value counts, and on which days none is known.

A value is in percent a year and counts from its day on. It is fixed on every day on which TARGET is open; the longest
time without one is four days (Easter), so that a value older than ``FRESH`` is no value: nobody guesses.

>>> june = [Fixing(date(2026, 6, 1), Decimal("2.035"))]
>>> missing(june, InterestTerms(reset="MONTH_START"), date(2026, 6, 1), date(2026, 7, 2))
(datetime.date(2026, 7, 1),)
>>> missing(june, InterestTerms(), date(2026, 6, 1), date(2026, 6, 10))
(datetime.date(2026, 6, 9), datetime.date(2026, 6, 10))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from cessie.lib.reasons import N_
from cessie.terms.interest import Fixing, InterestTerms, reset_day

#: Code -> what it is called. Administered by EMMI (Euribor) and by the ECB (€STR).
REFERENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "EURIBOR_1W": N_("Euribor, 1 week"),
        "EURIBOR_1M": N_("Euribor, 1 month"),
        "EURIBOR_3M": N_("Euribor, 3 months"),
        "EURIBOR_6M": N_("Euribor, 6 months"),
        "EURIBOR_12M": N_("Euribor, 12 months"),
        "ESTR": N_("€STR, overnight"),
    }
)
#: Values outside are typing errors.
LOWEST, HIGHEST = Decimal(-5), Decimal(30)
#: How old a value may be and still count.
FRESH: Final = timedelta(days=7)


def missing(fixings: Sequence[Fixing], terms: InterestTerms, first: date, last: date) -> tuple[date, ...]:
    """The days from ``first`` to ``last`` (included) on which the contract looks for a value and finds none."""
    found = sorted(fixing.valid_from for fixing in fixings)
    days = sorted({reset_day(first + timedelta(days=n), terms.reset) for n in range((last - first).days + 1)})
    return tuple(day for day in days if not any(day - FRESH <= known <= day for known in found))
