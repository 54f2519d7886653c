"""P11, P12: the price of the money in use, earned at month end, then charged to the client's account."""

from __future__ import annotations

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def accrue(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P11: interest or surcharge earned for a period: 1400 / 4010."""
    return Entry.of("P11", "interest_accrued", event, debit("1400", amount, of), credit("4010", amount, of))


def capitalise(*, event: Event, amount: Money, of: Dims, vat: Money | None = None, country: str | None = None) -> Entry:
    """P12: accrued interest charged to the client: 2100 / 1400, and 2400 where taxed (VAT due to ``country``)."""
    tax = vat or Money(0, amount.currency)
    sides = [debit("2100", amount + tax, of), credit("1400", amount, of)]
    if tax:
        sides.append(credit("2400", tax, of.but(country=country)))
    return Entry.of("P12", "interest_capitalised", event, *sides)
