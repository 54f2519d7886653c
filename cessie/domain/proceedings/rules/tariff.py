"""What an act of a partner may cost: the house's dated tariff, entered by one person and confirmed by another. Pure.

>>> table = (Row("served", Money(85_29), date(2026, 1, 1)), Row("served", Money(88_00), date(2026, 7, 1)))
>>> in_force(table, "served", date(2026, 6, 30)).amount.cents
8529
>>> above(table, "served", Money(86_00), date(2026, 6, 30)).code
'proceedings.above_tariff'
>>> above(table, "served", Money(86_00), date(2026, 7, 1)) is None
True
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Row:
    """An act's amount without VAT from a day on, and where that stands."""

    act: str
    amount: Money
    since: date
    source: str = ""


def in_force(table: Iterable[Row], act: str, on: date) -> Row | None:
    """The row that holds on a day; None where the tariff does not know the act."""
    known = [row for row in table if row.act == act and row.since <= on]
    return max(known, key=lambda row: row.since, default=None)


def owed_by_debtor(table: Iterable[Row], act: str, agreed: Money, on: date) -> tuple[Money, str] | None:
    """What of an agreed cost the debtor owes, and by which source: never above the tariff, nothing without one. What is
    above it the principal bears.

    >>> table = (Row("served", Money(85_29), date(2026, 1, 1), "Royal decree of 30 November 1976"),)
    >>> owed_by_debtor(table, "served", Money(90_00), date(2026, 3, 2))
    (Money(cents=8529, currency='EUR'), 'Royal decree of 30 November 1976')
    >>> owed_by_debtor(table, "travel", Money(90_00), date(2026, 3, 2)) is None
    True
    """
    row = in_force(table, act, on)
    return None if row is None or not row.source else (min(agreed, row.amount), row.source)


def above(table: Iterable[Row], act: str, asked: Money, on: date) -> Reason | None:
    """Why a person must look at what was asked; None where the tariff covers it."""
    row = in_force(table, act, on)
    if row is None:
        return Reason("proceedings.no_tariff", N_("The tariff has no amount for this act on {day}."), {"day": on})
    if asked.cents > row.amount.cents:
        words = N_("The tariff gives {tariff}, asked are {asked}.")
        return Reason("proceedings.above_tariff", words, {"tariff": row.amount, "asked": asked})
    return None
