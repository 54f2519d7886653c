"""A trial balance becomes the four figures: what both French and Dutch files of a year have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.lib.reasons import N_, Reason, Refusal

#: What an account, or a group of accounts set off against each other, is in the balance: ``side`` counts as an asset
#: where it is owed (debit), as a debt where it owes.
Part = Literal["equity", "asset", "side", "result", "turnover", "none"]


@dataclass(frozen=True, slots=True)
class Sums:
    """Cents, debit positive: what a balance sheet and a year come to."""

    equity: int
    assets: int
    result: int
    turnover: int
    moved: bool
    other: int = 0


def sums(balances: Iterable[tuple[str, Part, int]]) -> Sums:
    """Of (group, part, cents): the cents of a group are set off against each other before its side is looked at.
    ``moved``: some turnover stands there at all; ``other``: what belongs to neither balance nor year.

    >>> found = sums([("10", "equity", -100), ("51", "side", 130), ("51", "side", -10), ("40", "side", -20),
    ...               ("70", "turnover", -50), ("60", "result", 50)])
    >>> found.assets, -found.equity, -found.turnover, found.result
    (120, 100, 50, 0)
    """
    grouped: dict[tuple[str, Part], int] = {}
    for group, part, cents in balances:
        grouped[group, part] = grouped.get((group, part), 0) + cents
    parts: dict[str, int] = {}
    moved = False
    for (_group, part), cents in grouped.items():
        name = "assets" if part == "asset" or (part == "side" and cents > 0) else part
        parts[name] = parts.get(name, 0) + cents
        moved = moved or (part == "turnover" and cents != 0)
    turnover = parts.get("turnover", 0)
    return Sums(
        equity=parts.get("equity", 0), assets=parts.get("assets", 0), result=parts.get("result", 0) + turnover,
        turnover=turnover, moved=moved, other=parts.get("none", 0),
    )  # fmt: skip


def accounts(
    found: Sums, *, format: str, number: str, name: str, started: date, ended: date, last: date, closed: bool,
    more: Iterable[Reason] = (),
) -> AnnualAccounts:  # fmt: skip
    """The accounts of a whole year: the result is part of own means, whether or not it was carried there.

    ``last``: the day of the last entry; ``closed``: income stood on its accounts and was carried away. Refused: no year
    (``accounts.part_of_year``), own means of which nothing stands (``accounts.no_opening``), a closed year of which
    income and costs are gone (``accounts.closed``).
    """
    if ended != year_end(started):
        words = N_("The file is from {first} to {last}: a whole year of twelve months is needed.")
        raise Refusal("accounts.part_of_year", words, first=started, last=ended)
    if not found.equity:
        words = N_("Nothing stands on the accounts of own means: the opening balances are missing.")
        raise Refusal("accounts.no_opening", words)
    if closed and not found.moved:
        words = N_("Income and costs are carried away in this file: take one without the closing entries.")
        raise Refusal("accounts.closed", words)
    doubts = [*more]
    own = -(found.equity + found.result)
    if (ended.year, ended.month) != (last.year, last.month):
        words = N_("The last entry is of {day}: perhaps the year was not closed yet.")
        doubts.append(Reason("accounts.not_closed", words, {"day": last}))
    if own > found.assets:
        doubts.append(Reason("accounts.equity", N_("Own means are more than the total of the balance sheet.")))
    return AnnualAccounts(
        format=format, number=number, name=name[:200], ended=ended, turnover=-found.turnover if found.moved else None,
        equity=own, total_assets=found.assets, result=-found.result, doubts=tuple(doubts),
    )  # fmt: skip


def year_end(start: date) -> date:
    """The last day of the year that begins so.

    >>> str(year_end(date(2024, 2, 29))), str(year_end(date(2025, 7, 1)))
    ('2025-02-28', '2026-06-30')
    """
    if (start.month, start.day) == (2, 29):
        return date(start.year + 1, 2, 28)
    return start.replace(year=start.year + 1) - timedelta(days=1)


def balanced(entries: Mapping[object, int], said: Mapping[object, str]) -> None:
    """Refused (``accounts.unbalanced``): entries that do not come to nothing; the first of them is named."""
    wrong = [key for key, cents in entries.items() if cents]
    if wrong:
        words = N_("Entry {entry} is out of balance by {cents} cents; so many are in all: {count}.")
        facts = {"entry": said.get(wrong[0], str(wrong[0])), "cents": entries[wrong[0]], "count": len(wrong)}
        raise Refusal("accounts.unbalanced", words, **facts)  # type: ignore[arg-type]  # str and int
