"""When a statement follows another: no money can move between two statements unseen. Pure.

>>> monday = Link(Money(0), Money(100), date(2026, 3, 2), 7)
>>> follows(monday, Link(Money(100), Money(80), date(2026, 3, 3), 8))
()
>>> [reason.code for reason in follows(monday, Link(Money(90), Money(80), date(2026, 3, 3), 9))]
['banking.gap', 'banking.sequence']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: Findings that go away by themselves once the missing statement arrives.
CHAIN = frozenset({"banking.gap", "banking.sequence", "banking.older", "banking.beginning"})


@dataclass(frozen=True, slots=True)
class Link:
    """A statement as a link of the chain. ``sequence`` is the bank's unbroken series, where the format has one."""

    opening: Money
    closing: Money
    closing_date: date
    sequence: int | None = None


def begins(this: Link, opened_with: Money) -> tuple[Reason, ...]:
    """Why ``this`` cannot be an account's first statement: it must open with what the books opened with."""
    if this.opening == opened_with:
        return ()
    return (
        Reason(
            "banking.beginning",
            N_("The first statement opens with {opening}, the books of the account with {books}."),
            {"opening": this.opening, "books": opened_with},
        ),
    )


def follows(before: Link, this: Link) -> tuple[Reason, ...]:
    """Why ``this`` cannot stand right after ``before``; empty when it does.

    A bank's series goes up by one and may begin at 1 with a new year (CODA 2.6, record 1, positions 126 to 128).
    """
    found = []
    if this.closing_date < before.closing_date:
        found.append(
            Reason(
                "banking.older",
                N_("The statement of {day} comes after that of {last}."),
                {"day": this.closing_date, "last": before.closing_date},
            )
        )
    if this.opening != before.closing:
        found.append(
            Reason(
                "banking.gap",
                N_("It opens with {opening}, but the statement before closed with {closing}: one is missing."),
                {"opening": this.opening, "closing": before.closing},
            )
        )
    if not _in_series(before, this):
        found.append(
            Reason(
                "banking.sequence",
                N_("Number {number} does not follow number {last}: a statement is missing."),
                {"number": this.sequence, "last": before.sequence},
            )
        )
    return tuple(found)


def _in_series(before: Link, this: Link) -> bool:
    if before.sequence is None or this.sequence is None:
        return True
    new_year = this.sequence == 1 and this.closing_date.year > before.closing_date.year
    return new_year or this.sequence == before.sequence + 1


def difference(opens_from: Money, this: Link, entries: Money) -> Money:
    """What a statement that a person accepted leaves unexplained: the gap before it and what it lacks inside."""
    return (this.opening - opens_from) + (this.closing - this.opening - entries)
