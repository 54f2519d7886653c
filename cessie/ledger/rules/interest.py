"""P11, P12: the price of the money in use, earned day by day, then charged to the client's account.

An amount below zero corrects what was earned or charged too much: the same accounts, the other way round.
"""

from __future__ import annotations

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def accrue(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P11: interest or surcharge earned for a period: 1400 / 4010; a difference downwards 4010 / 1400."""
    if amount.cents < 0:
        return Entry.of("P11", "interest_accrued", event, debit("4010", -amount, of), credit("1400", -amount, of))
    return Entry.of("P11", "interest_accrued", event, debit("1400", amount, of), credit("4010", amount, of))


def capitalise(*, event: Event, amount: Money, of: Dims, vat: Money | None = None, country: str | None = None) -> Entry:
    """P12: accrued interest charged to the client: 2100 / 1400, and 2400 where taxed (VAT due to ``country``).

    Below zero (corrections outweigh the month) the client gets it back; ``vat`` has the sign of ``amount``.
    """
    tax, at = vat or Money(0, amount.currency), of.but(country=country)
    if amount.cents < 0:
        back = [debit("1400", -amount, of), *([debit("2400", -tax, at)] if tax else [])]
        return Entry.of("P12", "interest_capitalised", event, *back, credit("2100", -(amount + tax), of))
    sides = [debit("2100", amount + tax, of), credit("1400", amount, of)]
    if tax:
        sides.append(credit("2400", tax, at))
    return Entry.of("P12", "interest_capitalised", event, *sides)
