"""P04, P05, P06, P19: money out. Instructed and executed are two entries through 1030: a rejection is visible."""

from __future__ import annotations

from typing import Literal

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money

#: What a payment may have been instructed from: client, debtor credit, advance on pledge.
Source = Literal["2100", "2310", "1200"]


def instruct(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P04: a payout is ordered; ``of.reference`` is the payment: 2100 / 1030."""
    return Entry.of("P04", "payout_instructed", event, debit("2100", amount, of), credit("1030", amount, of))


def refund(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P19: money that was a debtor's is ordered back to him; ``of.reference`` is the payment: 2310 / 1030."""
    return Entry.of("P19", "refund_to_debtor", event, debit("2310", amount, of), credit("1030", amount, of))


def execute(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P05: the bank's statement shows the payment; ``of.bank`` is the account it left: 1030 / 1005."""
    return Entry.of("P05", "payout_executed", event, debit("1030", amount, of), credit("1005", amount, of))


def reject(*, event: Event, amount: Money, of: Dims, back_to: Source = "2100") -> Entry:
    """P06: refused before the bank booked it: 1030 / the account it was instructed from."""
    return Entry.of("P06", "payout_rejected", event, debit("1030", amount, of), credit(back_to, amount, of))


def give_back(*, event: Event, amount: Money, of: Dims, back_to: Source = "2100") -> Entry:
    """P06: returned after the bank had booked it, the money is back on ``of.bank``: 1005 / where it came from."""
    return Entry.of("P06", "payout_returned", event, debit("1005", amount, of), credit(back_to, amount, of))
