"""P29 to P33 and P43: third-party money, on its own account (1020) and owed to the principal (2200), never mixed.

``of.client`` is the principal, ``of.reference`` the claim, ``of.bank`` the third-party account. Where money of several
claims moves at once, ``parts`` says how much of each, by reference. What the house itself has on the account is the
commission set off and not moved yet, less what it bears for others: 1020 + 2200.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money

#: In the place of a principal: money of which nobody knows yet whose it is (``of.reference`` is its bank line).
NOBODY: Final = UUID(int=0)


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


def set_off_each(*, event: Event, parts: Mapping[UUID, Money], of: Dims) -> Entry:
    """P31 from several claims of one principal."""
    sides = [debit("2200", amount, of.but(reference=key)) for key, amount in parts.items()]
    return Entry.of("P31", "commission_set_off", event, *sides, credit("1410", Money.total(parts.values()), of))


def pay_each(*, event: Event, parts: Mapping[UUID, Money], of: Dims, to_payer: bool = False) -> Entry:
    """P33 from several claims, to the principal or back to whoever paid; the bank shows it."""
    sides = [debit("2200", amount, of.but(reference=key)) for key, amount in parts.items()]
    sides.append(credit("1020", Money.total(parts.values()), of))
    if to_payer:
        return Entry.of("P33", "third_party_money_given_back", event, *sides)
    return Entry.of("P33", "remitted_to_principal", event, *sides)


def came_back_each(*, event: Event, parts: Mapping[UUID, Money], of: Dims) -> Entry:
    """P33 the other way: what was paid out came back, and is owed as before."""
    sides = [credit("2200", amount, of.but(reference=key)) for key, amount in parts.items()]
    return Entry.of("P33", "remittance_returned", event, debit("1020", Money.total(parts.values()), of), *sides)


def commission_left(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P32 where the two banks book on their own days: it leaves the third-party account, transfer ``of.reference``:
    1035 / 1020. That it arrives is an own transfer (P36)."""
    return Entry.of("P32", "commission_left", event, debit("1035", amount, of), credit("1020", amount, of))


def own_money_arrived(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P32 the other way: the house puts in what it bears, or its commission came back: 1020 / 1035."""
    return Entry.of("P32", "own_money_arrived", event, debit("1020", amount, of), credit("1035", amount, of))


def taken_back(*, event: Event, amount: Money, parts: Mapping[UUID, Money], of: Dims, moved: bool = False) -> Entry:
    """P43: money of a debtor is gone again, to the bank or (``moved``) to another claim, which P29 adds: from what is
    still owed to the principal, by claim; what was passed on is a claim on him, which the house bears until it is set
    off: 2200, 1410 / 1020."""
    sides = [debit("2200", part, of.but(reference=key)) for key, part in parts.items()]
    passed_on = amount - Money.total(parts.values(), amount.currency)
    if passed_on:
        sides.append(debit("1410", passed_on, of))
    sides.append(credit("1020", amount, of))
    if moved:
        return Entry.of("P43", "third_party_money_moved", event, *sides)
    return Entry.of("P43", "third_party_money_taken_back", event, *sides)


def bank_charge(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P43: the bank charged the third-party account; the house bears it: 5040 / 1020."""
    return Entry.of(
        "P43", "bank_charge_on_third_party_account", event, debit("5040", amount, of), credit("1020", amount, of)
    )
