"""P01, P13, P14, P08 where a ledger is bought as a whole: one entry for all debtors, a line on 1100 for each of them.

The amounts of one account are those of EX10; the debtor on each line keeps what he owes over all clients known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cessie.ledger.entry import Dims, Entry, Event, credit, debit
from cessie.lib.money import Money


class Part(NamedTuple):
    """What of the whole is one debtor's: ``of`` names him and his account under the contract."""

    amount: Money
    of: Dims


def _whole(parts: Sequence[Part]) -> tuple[Money, Dims]:
    of = parts[0].of
    amount = Money.total((part.amount for part in parts), parts[0].amount.currency)
    return amount, Dims(contract=of.contract, client=of.client)


def purchase(*, event: Event, parts: Sequence[Part]) -> Entry:
    """P01: what came into the ledger is bought: 1100 a debtor / 2100."""
    amount, of = _whole(parts)
    return Entry.of("P01", "purchase", event, *(debit("1100", *part) for part in parts), credit("2100", amount, of))


def credit_notes(*, event: Event, parts: Sequence[Part]) -> Entry:
    """P13: what the client credited: 2100 / 1100 a debtor."""
    amount, of = _whole(parts)
    return Entry.of("P13", "credit_note", event, debit("2100", amount, of), *(credit("1100", *part) for part in parts))


def dilute(*, event: Event, parts: Sequence[Part]) -> Entry:
    """P14: what left the ledger without money or credit note: 2100 / 1100 a debtor."""
    amount, of = _whole(parts)
    return Entry.of(
        "P14", "short_payment", event, debit("2100", amount, of), *(credit("1100", *part) for part in parts)
    )


def allocate_doubtful(*, event: Event, parts: Sequence[Part], line: Dims) -> Entry:
    """P08: swept money pays lines that were written down as doubtful: 2300 of the bank line / 1110 a debtor."""
    amount, _ = _whole(parts)
    return Entry.of("P08", "allocation", event, debit("2300", amount, line), *(credit("1110", *part) for part in parts))


def allocate_to_client(*, event: Event, amount: Money, of: Dims, line: Dims) -> Entry:
    """P08: swept money for lines that went back to the client is his own: 2300 of the bank line / 2100."""
    return Entry.of("P08", "allocation", event, debit("2300", amount, line), credit("2100", amount, of))


def allocate(*, event: Event, parts: Sequence[Part], line: Dims) -> Entry:
    """P08: swept money pays what the client matched it to: 2300 of the bank line / 1100 a debtor."""
    amount, _ = _whole(parts)
    return Entry.of("P08", "allocation", event, debit("2300", amount, line), *(credit("1100", *part) for part in parts))
