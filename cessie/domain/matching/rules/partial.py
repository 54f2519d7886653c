"""A payment of a part that names the invoice by its number alone: when nobody could mean anything else.

The engine proposes it (factoring-domain 12: a number is posted where the amounts are equal). On an account where every
payment that names an open invoice is for that invoice, as a creditor's own is, it may be posted.
"""

from __future__ import annotations

from cessie.domain.matching.rules.board import Board
from cessie.domain.matching.rules.evidence import is_long
from cessie.domain.matching.rules.facts import Candidate, Received


def is_part_of_one(money: Received, best: Candidate, board: Board) -> bool:
    """Whether it pays a part of exactly one invoice that it names by a number too long to stand there by chance, of a
    debtor who pays from this account, or bears the payer's name where the account is nobody's.

    Not where the amount is exactly that of another open invoice of his: then he may mean that one.
    """
    named = [item for item in board.named(money) if board.open(item)]
    if best.rule != "invoice_numbers" or len(named) != 1 or best.excess:
        return False
    (item,) = named
    payers = board.debtors_by_iban(money) or board.debtors_by_name(money)
    others = (other for other in board.of(payers, money) if other.id != item.id)
    return (
        is_long(item)
        and payers == {item.debtor}
        and money.amount < board.open(item)
        and all(board.open(other) != money.amount for other in others)
    )
