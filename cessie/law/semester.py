"""The rates of a new semester before they are published: from the central bank's rate by each country's formula.

>>> from cessie.law.rates import project_rates
>>> [(row.country, str(row.percent)) for row in provisional(project_rates(), date(2027, 3, 1))
...  if row.kind == "b2b_late_interest"]
[('BE', '11.00'), ('DE', '10.77'), ('FR', '12.65'), ('LU', '10.65'), ('NL', '10.65')]
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cessie.law.countries import COUNTRIES, country
from cessie.law.rates import Rate, Rates

REFERENCE = ("EU", "ecb_mro_semester_reference")
BANK = ("EU", "ecb_refi")
_CENT = Decimal("0.01")


def semester_of(day: date) -> tuple[date, date]:
    """The first and the last day of the half year."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def provisional(rates: Rates, day: date) -> tuple[Rate, ...]:
    """The rows that the formulas give for the semester of ``day`` and that are not there yet, to be confirmed later.

    They follow the central bank's rate of the last day before the semester; where that is not known, there are none.
    Rates set by decree (the legal rates, the French floor) follow no formula and stay unknown.
    """
    first, last = semester_of(day)
    reference = rates.find(*REFERENCE, first)
    bank = rates.find(*BANK, first - timedelta(days=1))
    if reference is None and bank is None:
        return ()
    percent = reference.percent if reference else bank.percent if bank else Decimal(0)
    source = f"formula: {percent.quantize(_CENT)} % of the central bank before the semester"
    found = [] if reference else [Rate(*REFERENCE, first, last, percent, "provisional", "unverified", source)]
    for code in COUNTRIES:
        for kind, formula in country(code).FORMULAS.items():
            if rates.find(code, kind, first) is None:
                value = formula(percent).quantize(_CENT)
                found.append(Rate(code, kind, first, last, value, "provisional", "unverified", source))
    return tuple(found)


def lacking(rates: Rates, day: date) -> dict[tuple[str, str], date]:
    """The kinds that follow a formula and have no row for the day, with the first day of its semester."""
    first, _last = semester_of(day)
    return {
        (code, kind): first
        for code in COUNTRIES
        for kind in country(code).FORMULAS
        if rates.find(code, kind, day) is None
    }
