"""The figures of Belgian accounts by the codes of the standard models (Royal Decree of 29 April 2019, annexes 3 to 6:
10/15 own means, 10/49 total of the liabilities, 20/58 total of the assets, 70 turnover, 9904 result of the year)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from cessie.formats.fields import amount, shown
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.lib.reasons import N_, Reason, Refusal

CODES: Final[Mapping[str, str]] = {
    "70": "turnover",
    "10/15": "equity",
    "20/58": "total_assets",
    "9904": "result",
    "10/49": "liabilities",
}


def figures(said: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    """Cents by name, of (code, value, place); other codes are passed over.

    Refused (``accounts.amount``): what is no amount of cents; (``accounts.twice``) a code that says two things.
    """
    found: dict[str, int] = {}
    for code, value, place in said:
        name = CODES.get(code)
        if name is None:
            continue
        cents = amount(value.strip(), place) * 100
        if cents != int(cents):
            words = N_("{place}: {text} has parts of a cent.")
            raise Refusal("accounts.amount", words, place=place, text=shown(value))
        if found.setdefault(name, int(cents)) != int(cents):
            raise Refusal("accounts.twice", N_("The code {code} stands twice with another amount."), code=code)
    return found


def accounts(
    found: Mapping[str, int], *, format: str, number: str, name: str, model: str, ended: date | None
) -> AnnualAccounts:
    """The accounts; a doubt where the two sides of the balance sheet differ or own means are more than the total."""
    doubts = []
    total, other, equity = found.get("total_assets"), found.get("liabilities"), found.get("equity")
    if total is not None and other is not None and total != other:
        doubts.append(Reason("accounts.balance", N_("The two sides of the balance sheet differ (20/58 and 10/49).")))
    if total is not None and equity is not None and equity > total:
        doubts.append(Reason("accounts.equity", N_("Own means are more than the total of the balance sheet.")))
    return AnnualAccounts(
        format=format, number=number, name=name, model=model, ended=ended, turnover=found.get("turnover"),
        equity=equity, total_assets=total, result=found.get("result"), doubts=tuple(doubts),
    )  # fmt: skip
