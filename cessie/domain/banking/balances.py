"""What the books say about a bank account beside what the bank says: inner questions of this app."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from cessie.domain.banking.models import Account, Line, Statement
from cessie.ledger.entry import Dims
from cessie.ledger.queries import balance
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Position:
    """An account as its last chained statement leaves it.

    ``books`` plus ``untaken`` plus ``accepted`` is ``closing``, to the cent (invariant 8): untaken lines wait to be
    booked, ``accepted`` is what statements lacked that a person took all the same.
    """

    books: Money
    closing: Money | None
    untaken: Money
    accepted: Money

    @property
    def unexplained(self) -> Money:
        """Zero, or the books are wrong."""
        if self.closing is None:
            return Money(0, self.books.currency)
        return self.closing - self.books - self.untaken - self.accepted


def _books(account: Account) -> Money:
    return balance(account.ledger_code, Dims(bank=account.pk), currency=account.currency)


def _sum(account: Account, lines: QuerySet[Line]) -> Money:
    return Money(lines.aggregate(sum=Sum("amount_cents"))["sum"] or 0, account.currency)


def total_of(statement: Statement) -> Money:
    """The sum of a statement's lines."""
    return _sum(statement.account, Line.objects.filter(statement=statement))


def opened_with(account: Account) -> Money:
    """The balance with which the books of the account began: before its first line is taken, all they hold."""
    taken = Line.objects.filter(statement__account=account).exclude(taken_by="")
    return _books(account) - _sum(account, taken)


def position(account: Account) -> Position:
    """Books and bank side by side."""
    chained = Statement.objects.filter(account=account, state="chained")
    last = chained.filter(following__isnull=True).first()
    accepted = chained.aggregate(sum=Sum("accepted_cents"))["sum"] or 0
    return Position(
        books=_books(account),
        closing=None if last is None else Money(last.closing_cents, account.currency),
        untaken=_sum(account, Line.objects.filter(statement__in=chained, taken_by="")),
        accepted=Money(accepted, account.currency),
    )
