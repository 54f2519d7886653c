"""P29 to P33: third-party money, on its own account (1020) and owed to the principal (2200), never mixed.

``of.client`` is the principal, ``of.reference`` the claim, ``of.bank`` the third-party account.
"""

from __future__ import annotations

from uuid import UUID

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def trust_receipt(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P29: a debtor pays on the third-party account: 1020 / 2200."""
    return Entry.of("P29", "trust_receipt", event, debit("1020", amount, of), credit("2200", amount, of))


def commission(*, event: Event, net: Money, vat: Money, country: str, of: Dims) -> Entry:
    """P30: the collection commission is invoiced to the principal: 1410 gross / 4040 net, 2400 VAT."""
    sides = [debit("1410", net + vat, of), credit("4040", net, of)]
    if vat:
        sides.append(credit("2400", vat, of.but(country=country)))
    return Entry.of("P30", "commission_invoiced", event, *sides)


def set_off(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P31: the commission is taken from what the principal has coming: 2200 / 1410."""
    return Entry.of("P31", "commission_set_off", event, debit("2200", amount, of), credit("1410", amount, of))


def move_commission(*, event: Event, amount: Money, of: Dims, office: UUID) -> Entry:
    """P32: the commission leaves the third-party account for the house's own account ``office``: 1005 / 1020."""
    return Entry.of(
        "P32",
        "commission_moved_to_office_account",
        event,
        debit("1005", amount, of.but(bank=office)),
        credit("1020", amount, of),
    )


def remit(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P33: the principal's money is paid to him: 2200 / 1020."""
    return Entry.of("P33", "remitted_to_principal", event, debit("2200", amount, of), credit("1020", amount, of))
