"""What every statement reader checks before anybody books: the balance, the details, copies within one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cessie.formats.values import ZERO, Statement, StatementEntry
from cessie.lib.reasons import N_, Reason


def check(statement: Statement) -> Iterator[Reason]:
    """Opening plus booked entries is closing (never for a preview or for details of another file's total)."""
    if statement.interim or statement.details_only:
        return
    if statement.opening is None or statement.closing is None:
        yield Reason(
            "statement.no_balance", N_("The statement does not state both its opening and its closing balance.")
        )
        return
    computed = statement.opening.amount + statement.booked
    if computed != statement.closing.amount:
        yield Reason(
            "statement.balance",
            N_("Opening balance {opening} and the entries make {computed}, the closing balance says {closing}."),
            {
                "opening": f"{statement.opening.amount:f}",
                "computed": f"{computed:f}",
                "closing": f"{statement.closing.amount:f}",
            },
        )


def check_details(entries: Sequence[StatementEntry]) -> Iterator[Reason]:
    """Details in the entry's currency make up the entry."""
    for number, entry in enumerate(entries, 1):
        same = all(detail.currency in (None, entry.currency) for detail in entry.details)
        total = sum((detail.amount for detail in entry.details), ZERO)
        if entry.details and same and total != entry.amount:
            yield Reason(
                "statement.details",
                N_("The details of entry {number} add up to {total}, the entry is {amount}."),
                {"number": number, "total": f"{total:f}", "amount": f"{entry.amount:f}"},
            )
        yield from check_details(entry.details)


def twice(statements: Sequence[Statement]) -> Iterator[Reason]:
    """A statement that stands in the file more than once must be booked once."""
    seen: list[Statement] = []
    for statement in statements:
        bare = replace(statement, warnings=())
        if bare in seen:
            yield Reason(
                "statement.twice",
                N_("Statement {number} of account {account} stands in the file more than once."),
                {"number": statement.number, "account": statement.account.iban or statement.account.other},
            )
        seen.append(bare)
