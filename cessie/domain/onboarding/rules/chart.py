"""What a person says of the accounts of a company whose books bear no codes: each account's group in the balance.

The groups are the upper codes of the Referentiegrootboekschema, so that the reader of the books takes them as its own.

>>> said({"0500": {"name": "Capital", "code": "BEiv"}, "1300": {"name": "Debtors", "code": ""}})
{'0500': 'BEiv'}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cessie.lib.reasons import N_

GROUPS: Final[Mapping[str, str]] = {
    "BMva": N_("Fixed assets, with their depreciation"),
    "BVrd": N_("Stock and work in progress"),
    "BVor": N_("Debtors and other claims, with what is written off"),
    "BLim": N_("Cash and banks"),
    "BEiv": N_("Own means: capital, reserves, private"),
    "BVrz": N_("Provisions of the balance sheet"),
    "BLas": N_("Debts for more than a year"),
    "BSch": N_("Debts within a year: suppliers, taxes"),
    "WOmz": N_("Net turnover"),
    "WBed": N_("All other income and costs"),
}
#: So many accounts a company may have without a code; more are no chart that a person goes through.
MOST: Final = 900


def said(chart: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The code of each account of which a person said one."""
    return {account: str(each["code"]) for account, each in chart.items() if each.get("code")}
