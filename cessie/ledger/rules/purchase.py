"""P01, P02, P09, P10, P15: an invoice is bought, part is kept back and released, or the invoice goes back."""

from __future__ import annotations

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def purchase(*, event: Event, face: Money, of: Dims) -> Entry:
    """P01: the invoice is bought and the client credited, both at full face including VAT: 1100 / 2100."""
    return Entry.of("P01", "purchase", event, debit("1100", face, of), credit("2100", face, of))


def hold_back(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P02: the part of an invoice kept until the debtor has paid: 2100 / 2110."""
    return Entry.of("P02", "holdback_set", event, debit("2100", amount, of), credit("2110", amount, of))


def release_holdback(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P09: the holdback of an invoice back to the client's account: 2110 / 2100."""
    return Entry.of("P09", "holdback_release", event, debit("2110", amount, of), credit("2100", amount, of))


def top_up_fund(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P02: the guarantee fund of the contract grows: 2100 / 2120."""
    return Entry.of("P02", "guarantee_fund_topup", event, debit("2100", amount, of), credit("2120", amount, of))


def release_fund(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P10: part of the guarantee fund back to the client's account: 2120 / 2100."""
    return Entry.of("P10", "guarantee_fund_release", event, debit("2120", amount, of), credit("2100", amount, of))


def charge_back(*, event: Event, amount: Money, of: Dims, doubtful: bool = False) -> Entry:
    """P15: recourse: the client takes the unpaid invoice back: 2100 / 1100, or 1110 if it was marked doubtful."""
    receivable = "1110" if doubtful else "1100"
    return Entry.of("P15", "chargeback", event, debit("2100", amount, of), credit(receivable, amount, of))
