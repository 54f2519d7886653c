"""P07, P08, P17, P18, P20, P21, P35: money in. A receipt and its allocation are two entries, so that a wrong match is
reversed without touching the bank. ``of.reference`` is always the bank line that brought the money."""

from __future__ import annotations

from typing import Literal

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def receipt(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P07: money arrives on ``of.bank``, not yet known for what: 1000 / 2300."""
    return Entry.of("P07", "receipt", event, debit("1000", amount, of), credit("2300", amount, of))


def allocate(
    *, event: Event, amount: Money, of: Dims, to: Literal["1100", "1110", "1200", "2100", "2320"] = "1100"
) -> Entry:
    """P08: received money pays an invoice (1100, 1110), an advance (1200), the client's debt (2100): 2300 / ``to``.

    The value date is the bank's, also when matching comes later: interest stops the day the money came.
    """
    return Entry.of("P08", "allocation", event, debit("2300", amount, of), credit(to, amount, of))


def pass_on(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P17: the client forwards what a debtor had paid him (after P07 and P16): 2300 / 2100."""
    return Entry.of("P17", "client_remittance", event, debit("2300", amount, of), credit("2100", amount, of))


def overpaid(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P18: too much, or twice: the debtor ``of.debtor`` has it to his credit: 2300 / 2310."""
    return Entry.of("P18", "overpayment", event, debit("2300", amount, of), credit("2310", amount, of))


def small_gain(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P20: some cents too much within the tolerance: 2300 / 5050."""
    return Entry.of("P20", "small_difference", event, debit("2300", amount, of), credit("5050", amount, of))


def small_loss(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P20: some cents short within the tolerance, the invoice is closed with them: 5050 / 1100."""
    return Entry.of("P20", "small_difference", event, debit("5050", amount, of), credit("1100", amount, of))


def not_bought(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P21, first: money for an invoice of the client that was never bought: 2300 / 2320."""
    return Entry.of("P21", "collection_not_bought", event, debit("2300", amount, of), credit("2320", amount, of))


def not_bought_to_client(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P21, then: that money to the client's account: 2320 / 2100."""
    return Entry.of("P21", "not_bought_credited", event, debit("2320", amount, of), credit("2100", amount, of))


def late_interest(*, event: Event, amount: Money, of: Dims, to_client: bool = False) -> Entry:
    """P35: the debtor paid late interest or the fixed sum; the house's income, or the client's: 2300 / 4030 or 2100.

    No VAT: compensation for late payment is outside its scope (factoring-domain 4.5).
    """
    return Entry.of(
        "P35",
        "late_interest_paid",
        event,
        debit("2300", amount, of),
        credit("2100" if to_client else "4030", amount, of),
    )
