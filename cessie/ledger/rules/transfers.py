"""P36, P37: bank lines that are nobody's invoice: transfers between own accounts, charges, capital."""

from __future__ import annotations

from typing import Literal

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money

OwnBank = Literal["1000", "1005"]


def leave(*, event: Event, amount: Money, of: Dims, account: OwnBank = "1000") -> Entry:
    """P36, first: a transfer ``of.reference`` leaves ``of.bank``: 1035 / 1000 (1005)."""
    return Entry.of("P36", "transfer_left", event, debit("1035", amount, of), credit(account, amount, of))


def arrive(*, event: Event, amount: Money, of: Dims, account: OwnBank = "1005") -> Entry:
    """P36, then: it arrives on ``of.bank``: 1005 (1000) / 1035."""
    return Entry.of("P36", "transfer_arrived", event, debit(account, amount, of), credit("1035", amount, of))


def other_out(*, event: Event, amount: Money, of: Dims, account: OwnBank, what: Literal["5040", "3000"]) -> Entry:
    """P37: money out that is no business of a contract: bank charges (5040) or equity (3000) / 1000 (1005)."""
    return Entry.of("P37", "other_out", event, debit(what, amount, of), credit(account, amount, of))


def other_in(*, event: Event, amount: Money, of: Dims, account: OwnBank, what: Literal["5040", "3000"]) -> Entry:
    """P37: money in of that kind: 1000 (1005) / 5040 charges given back, or 3000 equity."""
    return Entry.of("P37", "other_in", event, debit(account, amount, of), credit(what, amount, of))
