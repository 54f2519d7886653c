"""P13, P14, P16: a bought invoice shrinks without money reaching the house; the client bears it: 2100 / 1100."""

from __future__ import annotations

from typing import Literal

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def credit_note(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P13: the client credited (part of) the invoice."""
    return Entry.of("P13", "credit_note", event, debit("2100", amount, of), credit("1100", amount, of))


def dilute(
    *,
    event: Event,
    amount: Money,
    of: Dims,
    kind: Literal["discount_taken", "statutory_withholding", "short_payment"],
) -> Entry:
    """P14: an early-payment discount, a withholding paid to the State, or a short payment that was accepted."""
    return Entry.of("P14", kind, event, debit("2100", amount, of), credit("1100", amount, of))


def indirect_payment(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P16: the debtor paid the client instead of the house; the client now owes it."""
    return Entry.of("P16", "indirect_payment", event, debit("2100", amount, of), credit("1100", amount, of))
