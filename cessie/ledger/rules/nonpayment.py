"""P22 to P28: the debtor does not pay: doubt, insurance, VAT relief, loss, later money, returned direct debits."""

from __future__ import annotations

from uuid import UUID

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


def doubt(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P22: the receivable becomes doubtful, for example by insolvency: 1110 / 1100."""
    return Entry.of("P22", "doubtful", event, debit("1110", amount, of), credit("1100", amount, of))


def allow(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P22: an allowance for an expected loss: 5030 / 1190; below zero, one that is needed no more: 1190 / 5030."""
    if amount.cents < 0:
        return Entry.of("P22", "allowance", event, debit("1190", -amount, of), credit("5030", -amount, of))
    return Entry.of("P22", "allowance", event, debit("5030", amount, of), credit("1190", amount, of))


def accept_indemnity(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P23: the insurer accepts the claim ``of.reference``: 1300 / 1110."""
    return Entry.of("P23", "indemnity_claim_accepted", event, debit("1300", amount, of), credit("1110", amount, of))


def relieve_vat(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P24: the VAT in the unpaid invoice is reclaimed from the State: 1320 / 1110."""
    return Entry.of("P24", "vat_relief", event, debit("1320", amount, of), credit("1110", amount, of))


def write_off(*, event: Event, amount: Money, of: Dims, allowed: Money | None = None) -> Entry:
    """P25: the own risk is lost; 1190 first, for the part ``allowed`` for, then 5000 / 1110."""
    covered = allowed or Money(0, amount.currency)
    sides = [debit(code, part, of) for code, part in (("1190", covered), ("5000", amount - covered)) if part]
    return Entry.of("P25", "write_off_own_risk", event, *sides, credit("1110", amount, of))


def receive_indemnity(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P26: the insurer pays the claim ``of.reference`` on ``of.bank``: 1000 / 1300."""
    return Entry.of("P26", "indemnity_received", event, debit("1000", amount, of), credit("1300", amount, of))


def indemnity_to_client(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P26: the insurer paid the client, who owes it on: 2100 / 1300."""
    return Entry.of("P26", "indemnity_paid_to_client", event, debit("2100", amount, of), credit("1300", amount, of))


def share_dividend(
    *,
    event: Event,
    vat: Money,
    insurer: Money,
    own: Money,
    claim: UUID,
    country: str,
    of: Dims,
    client: Money | None = None,
) -> Entry:
    """P27: money after the indemnity is shared: 2300 / 2400 VAT owed back, 2350 insurer, 5010 own, 2100 client, where
    he bore a part by recourse."""
    theirs = client or Money(0, own.currency)
    sides = [debit("2300", vat + insurer + own + theirs, of)]
    if vat:
        sides.append(credit("2400", vat, of.but(country=country)))
    if insurer:
        sides.append(credit("2350", insurer, of.but(reference=claim)))
    if own:
        sides.append(credit("5010", own, of))
    if theirs:
        sides.append(credit("2100", theirs, of))
    return Entry.of("P27", "dividend_after_indemnity", event, *sides)


def reopen(*, event: Event, amount: Money, of: Dims, doubtful: bool = False) -> Entry:
    """P28, first: a direct debit came back, the invoice is open again: 1100 (1110) / 2300."""
    receivable = "1110" if doubtful else "1100"
    return Entry.of("P28", "allocation_reversed", event, debit(receivable, amount, of), credit("2300", amount, of))


def send_back(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P28, second: the bank takes the money from ``of.bank``: 2300 / 1000."""
    return Entry.of("P28", "receipt_returned", event, debit("2300", amount, of), credit("1000", amount, of))


def return_fee(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P28: what the bank charges for the return: 5040 / 1000."""
    return Entry.of("P28", "return_fee", event, debit("5040", amount, of), credit("1000", amount, of))


def rebill_return_fee(*, event: Event, amount: Money, of: Dims) -> Entry:
    """P28: that charge passed on to the client, where the contract says so: 2100 / 5040."""
    return Entry.of("P28", "return_fee_rebilled", event, debit("2100", amount, of), credit("5040", amount, of))
