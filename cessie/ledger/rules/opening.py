"""P00: the balances with which a house, a contract or a take-over begins."""

from __future__ import annotations

from collections.abc import Sequence

from cessie.ledger.entry import Dims, Entry, Event, Line
from cessie.lib.money import Money


def open_books(*, event: Event, balances: Sequence[tuple[str, Money, Dims]]) -> Entry:
    """P00: any set of accounts, each amount debit positive; what is lacking to zero goes to 3000, last."""
    currency = balances[0][1].currency
    rest = Money.total((amount for _, amount, _ in balances), currency)
    lines = [Line(account, amount.cents, of) for account, amount, of in balances]
    if rest:
        lines.append(Line("3000", -rest.cents, Dims()))
    return Entry.of("P00", "opening", event, *((line, currency) for line in lines))
