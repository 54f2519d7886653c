"""VAT on fees: a dated table by country and kind of fee, each row with its basis and how sure it is (domain 4.5).

The country is the one where the fee is taxed. A row that is open, unverified or under review is marked so and must be
confirmed by a tax adviser; a contract may then choose the treatment (``Terms.interest.vat``), code never does.

>>> rate_on("NL", "COMMISSION", date(2026, 3, 3)), on(Money(423_50), Decimal(21))
(Decimal('21'), Money(cents=8894, currency='EUR'))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

Treatment = Literal["TAXABLE", "EXEMPT", "OUTSIDE"]
Status = Literal["in force", "unverified", "open", "reopened"]

#: Kinds of fee that the table knows. SERVICE: debtor checks, wires, documents, late surcharge of the fee plan.
FEE_TYPES = ("COMMISSION", "FINANCING", "SETUP", "SERVICE", "COLLECTION", "DEFAULT_INTEREST")


class NoVatRow(Refusal):
    """The table does not say how the fee is taxed on that day: nobody guesses."""


@dataclass(frozen=True, slots=True)
class Row:
    """How one kind of fee is taxed in one country from a day on; ``rate`` in percent, 0 unless taxable."""

    country: str
    fee_type: str
    treatment: Treatment
    rate: Decimal
    valid_from: date
    valid_to: date | None
    basis: str
    status: Status


#: Standard rates in percent: when each began (BE: royal decree 20, art. 1; NL: Wet OB 1968 art. 9; FR: CGI art. 278).
STANDARD_RATES: dict[str, tuple[tuple[date, Decimal], ...]] = {
    "BE": ((date(1996, 1, 1), Decimal(21)),),
    "NL": ((date(2001, 1, 1), Decimal(19)), (date(2012, 10, 1), Decimal(21))),
    "FR": ((date(2000, 4, 1), Decimal("19.6")), (date(2014, 1, 1), Decimal(20))),
}

_MKG = "CJEU C-305/01 MKG: factoring is debt collection"
_KOSMIRO = "CJEU C-232/24 Kosmiro, 23 October 2025: one indivisible service of debt collection"
_COLLECTION = "VAT directive 2006/112, art. 135(1)(d): debt collection is outside the exemption"
_DAMAGES = "compensation for late payment is no price of a service"

# country, kind of fee, treatment, basis, status
_SEED: tuple[tuple[str, str, Treatment, str, Status], ...] = (
    ("NL", "COMMISSION", "TAXABLE", f"NL decree on factoring contracts BWBR0015555; {_MKG}", "in force"),
    ("FR", "COMMISSION", "TAXABLE", f"BOI 3 D-6-94; {_MKG}", "in force"),
    ("BE", "COMMISSION", "TAXABLE", _MKG, "unverified"),
    ("FR", "FINANCING", "EXEMPT", f"older national practice; {_KOSMIRO}", "reopened"),
    ("BE", "FINANCING", "EXEMPT", f"older national practice; {_KOSMIRO}", "open"),
    ("NL", "FINANCING", "EXEMPT", f"older national practice; {_KOSMIRO}", "open"),
    *((c, "SETUP", "TAXABLE", _KOSMIRO, "unverified") for c in ("BE", "NL", "FR")),
    *((c, "SERVICE", "TAXABLE", _MKG, "unverified") for c in ("BE", "NL", "FR")),
    *((c, "COLLECTION", "TAXABLE", _COLLECTION, "in force") for c in ("BE", "NL", "FR")),
    *((c, "DEFAULT_INTEREST", "OUTSIDE", _DAMAGES, "in force") for c in ("BE", "NL", "FR")),
)


def _table() -> tuple[Row, ...]:
    rows = []
    for country, fee_type, treatment, basis, status in _SEED:
        rates = STANDARD_RATES[country]
        ends = [*(start for start, _ in rates[1:]), None]
        for (start, rate), end in zip(rates, ends, strict=True):
            last = None if end is None else date.fromordinal(end.toordinal() - 1)
            charged = rate if treatment == "TAXABLE" else Decimal(0)
            rows.append(Row(country, fee_type, treatment, charged, start, last, basis, status))
    return tuple(rows)


TABLE = _table()


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
