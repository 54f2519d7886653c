"""VAT on fees: a dated table by country and kind of fee, each row with its basis and how sure it is (domain 4.5).

A country is one file here (``be.py``): ``STANDARD_RATES`` and ``RULES``; the folder is the registry. The country is the
one where the fee is taxed. A row that is open, unverified or reopened must be confirmed by a tax adviser; a contract
may then choose the treatment of interest (``InterestTerms.vat``), code never does.

>>> rate_on("NL", "COMMISSION", date(2026, 3, 3)), on(Money(423_50), Decimal(21))
(Decimal('21'), Money(cents=8894, currency='EUR'))
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.vat.row import FEE_TYPES, Row, rows

__all__ = ["FEE_TYPES", "STANDARD_RATES", "TABLE", "NoVatRow", "Row", "on", "rate_on", "row_on", "standard_rate"]


class NoVatRow(Refusal):
    """The table does not say how the fee is taxed on that day: nobody guesses."""


_COUNTRIES = {
    found.name.upper(): import_module(f"{__name__}.{found.name}")
    for found in iter_modules(__path__)
    if len(found.name) == 2  # a country's file is named by its ISO code
}

#: The standard rates of each country in percent, and the day on which each began.
STANDARD_RATES: dict[str, tuple[tuple[date, Decimal], ...]] = {
    country: tuple(module.STANDARD_RATES) for country, module in _COUNTRIES.items()
}
TABLE: tuple[Row, ...] = tuple(
    row for country, module in _COUNTRIES.items() for row in rows(country, module.STANDARD_RATES, module.RULES)
)


def row_on(country: str, fee_type: str, day: date) -> Row:
    """The row in force; refused (``NoVatRow``) where the table is silent."""
    for row in TABLE:
        if (row.country, row.fee_type) == (country, fee_type) and row.valid_from <= day <= (row.valid_to or date.max):
            return row
    raise NoVatRow(
        "terms.no_vat_row",
        N_("The VAT table has no row for the fee {fee_type} in {country} on {day}."),
        fee_type=fee_type,
        country=country,
        day=day,
    )


def rate_on(country: str, fee_type: str, day: date) -> Decimal:
    """Percent of VAT on the fee that day (0 where exempt or outside); refused as ``row_on``."""
    return row_on(country, fee_type, day).rate


def standard_rate(country: str, day: date) -> Decimal:
    """The country's standard rate in percent: what a contract that chooses TAXED charges; refused as ``row_on``."""
    rates = [rate for start, rate in STANDARD_RATES.get(country, ()) if start <= day]
    if not rates:
        raise NoVatRow(
            "terms.no_vat_rate", N_("The VAT table has no rate for {country} on {day}."), country=country, day=day
        )
    return rates[-1]


def on(fee: Money, rate: Decimal) -> Money:
    """VAT on a fee, half-up to the cent."""
    return fee.percent(rate)
