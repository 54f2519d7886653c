"""What the ledger says, asked by another way than the reports: that of the trial balance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from cessie.domain.reports.rules.report import Proof
from cessie.ledger.figures import from_lines
from cessie.ledger.queries import trial_balance
from cessie.lib.money import Money


def books(accounts: Collection[str], day: date, clients: frozenset[UUID] | None) -> Money:
    """The balance of some accounts at the end of a day, debit positive: of the trial balance, of some clients from
    every line ever booked."""
    if clients is None:
        return Money.total(line.balance for line in trial_balance(day=day) if line.account in accounts)
    return from_lines(accounts, day=day, clients=clients)


def moved_in_books(accounts: Collection[str], first: date, last: date, clients: frozenset[UUID] | None) -> Money:
    """By how much the balance of some accounts changed over a period, both days included, debit positive."""
    return books(accounts, last, clients) - books(accounts, first - timedelta(days=1), clients)


def proof(what: str, accounts: tuple[str, ...], amounts: Iterable[Money], in_books: Money) -> Proof:
    """The amounts of a report together against those of the books."""
    return Proof(what, accounts, Money.total(amounts), in_books)
