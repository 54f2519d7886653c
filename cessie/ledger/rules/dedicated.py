"""P34, P34f: debtors pay an account in the client's name (memo), or one that the factor holds."""

from __future__ import annotations

from uuid import UUID

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def seen(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P34: receipts seen on the account in the client's name, not the house's money yet: 9010 / 9011."""
    return Entry.of("P34", "dedicated_receipts_seen", event, debit("9010", amount, of), credit("9011", amount, of))


def swept_memo(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P34: the matched part leaves that account (the sweep itself is P07 and P08): 9011 / 9010."""
    return Entry.of("P34", "sweep_memo", event, debit("9011", amount, of), credit("9010", amount, of))


def held_receipt(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P34f: a receipt on the dedicated account ``of.bank`` that the factor holds: 1010 / 2300."""
    return Entry.of("P34f", "held_receipt", event, debit("1010", amount, of), credit("2300", amount, of))


def held_match(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P34f: the client's matching of that receipt to an invoice: 2300 / 1100."""
    return Entry.of("P34f", "held_match", event, debit("2300", amount, of), credit("1100", amount, of))


def held_not_bought(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P34f: the client's matching of that receipt to an invoice that was never bought: 2300 / 2320, and P21 from there
    (``receipts.not_bought_to_client``)."""
    return Entry.of("P34f", "held_not_bought", event, debit("2300", amount, of), credit("2320", amount, of))


def held_sweep(*, event: Event, amount: Money, of: Dims, collection: UUID) -> Entry:
    """P34f: the money moves from ``of.bank`` to the collection account ``collection``: 1000 / 1010."""
    return Entry.of(
        "P34f", "held_sweep", event, debit("1000", amount, of.but(bank=collection)), credit("1010", amount, of)
    )
