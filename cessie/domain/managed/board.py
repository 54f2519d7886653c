"""The facts for the engine: what the creditor's bank says of a receipt, and his managed invoices that it could pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from cessie.domain.invoices.payable import payable
from cessie.domain.managed.door import left_of
from cessie.domain.managed.models import Receipt
from cessie.domain.matching.board import items, paying, pointed_at, received, told_in
from cessie.domain.matching.rules.board import Board
from cessie.domain.matching.rules.facts import Received
from cessie.ledger.queries import managed_amounts
from cessie.ledger.receivables import ever_managed, managed_of
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Part:
    """One payment of a bank line: its number within it, 0 for the whole, and what is left of it to be matched."""

    number: int
    told: Received


def parts_left(receipt: Receipt) -> list[Part]:
    """What came in, payment by payment, as far as nothing was settled with it and it did not go back."""
    told = [received(each, receipt.currency) for each in told_in(receipt.line)]
    if len(told) == 1:
        left = left_of(receipt)
        return [Part(0, replace(told[0], amount=left))] if left else []
    gone = dict.fromkeys(range(1, len(told) + 1), 0)
    paid = receipt.settlements.filter(state="posted").exclude(kind="forgone")
    for part, cents in paid.values_list("part", "amount_cents"):
        gone[part] = gone.get(part, 0) + cents
    for part, cents in receipt.returns.values_list("part", "amount_cents"):
        gone[part] = gone.get(part, 0) + cents
    if gone.get(0):  # a person gave of the line as a whole: the rest is his too
        return []
    return [
        Part(number, replace(each, amount=each.amount - Money(gone[number], receipt.currency)))
        for number, each in enumerate(told, 1)
        if each.amount.cents > gone[number]
    ]


def board_for(parts: Sequence[Received], client_id: UUID) -> Board:
    """The creditor's managed invoices that the payers point at, and all that is open of debtors who pay from their
    accounts."""
    pointed = {row.id: row for row in pointed_at(parts, client_id=client_id)}
    open_now = {
        key: open_ for rows in managed_of(paying(parts), client=client_id).values() for key, open_ in rows.items()
    }
    found = {row.id: row for row in payable(ids=list(open_now))}
    found |= {key: pointed[key] for key in ever_managed(list(pointed))}
    open_now |= managed_amounts(list(found.keys() - open_now.keys()))
    return Board(items(found, open_now))
