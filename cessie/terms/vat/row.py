"""What a row of the VAT table is, and how a country's file makes its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Treatment = Literal["TAXABLE", "EXEMPT", "OUTSIDE"]
Status = Literal["in force", "unverified", "open", "reopened"]

#: Kinds of fee that the table knows. SERVICE: debtor checks, wires, documents, late surcharge of the fee plan.
FEE_TYPES = ("COMMISSION", "FINANCING", "SETUP", "SERVICE", "COLLECTION", "DEFAULT_INTEREST")

# What more than one country rests on.
MKG = "CJEU C-305/01 MKG: factoring is debt collection"
KOSMIRO = "CJEU C-232/24 Kosmiro, 23 October 2025: one indivisible service of debt collection"
COLLECTION = "VAT directive 2006/112, art. 135(1)(d): debt collection is outside the exemption"
DAMAGES = "compensation for late payment is no price of a service"


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


@dataclass(frozen=True, slots=True)
class Rule:
    """How a country treats one kind of fee, on what that rests, and how sure it is."""

    treatment: Treatment
    basis: str
    status: Status


def rows(country: str, rates: Sequence[tuple[date, Decimal]], rules: Mapping[str, Rule]) -> tuple[Row, ...]:
    """A row for each kind of fee and each standard rate, the rates following each other day by day."""
    ends = [*(start - timedelta(days=1) for start, _ in rates[1:]), None]
    return tuple(
        Row(
            country,
            fee_type,
            rule.treatment,
            rate if rule.treatment == "TAXABLE" else Decimal(0),
            start,
            end,
            rule.basis,
            rule.status,
        )
        for fee_type, rule in rules.items()
        for (start, rate), end in zip(rates, ends, strict=True)
    )
