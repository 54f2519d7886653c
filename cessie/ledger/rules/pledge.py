"""P38: receivables pledged, not bought (scheme B): a memo of the pledge, advances, repaid by what comes in."""

from __future__ import annotations

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def register(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P38: receivables are pledged: 9000 / 9001."""
    return Entry.of("P38", "pledge_registered", event, debit("9000", amount, of), credit("9001", amount, of))


def release_pledge(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P38: pledged receivables were paid or given free: 9001 / 9000."""
    return Entry.of("P38", "pledge_released", event, debit("9001", amount, of), credit("9000", amount, of))


def advance(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P38: an advance is ordered; ``of.reference`` is the payment: 1200 / 1030."""
    return Entry.of("P38", "advance_instructed", event, debit("1200", amount, of), credit("1030", amount, of))


def repay(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P38: received money repays the advance: 2300 / 1200."""
    return Entry.of("P38", "advance_repaid", event, debit("2300", amount, of), credit("1200", amount, of))
