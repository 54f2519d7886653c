"""The JSON of the National Bank of Belgium's web service "Authentic Data" (``application/x.jsonxbrl``): ``Rubrics``, each
with ``Code``, ``Value`` and ``Period`` (``N`` the year, ``NM1`` the one before). As some ten public programs
read it, one of which notes what the service answered in August 2026: ``ReferenceNumber``, ``EnterpriseName``,
``Rubrics`` and no number of the company, no dates, no model, which stand in the list of filings and are read where a
program put them in. The bank's own description (it calls its schema 0.94) was not at hand: unverified.

>>> read(b'{"Rubrics": [{"Code": "70", "Value": "12.00", "Period": "N"}, {"Code": "70", "Value": "9", "Period": "NM1"}]}').turnover
1200
"""  # noqa: E501 - one answer of the service

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any, Final

from cessie.formats.annual_accounts._belgian import accounts, figures
from cessie.formats.fields import compact, day
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.lib.reasons import N_, Refusal

NAME: Final = "nbbjson"
#: More than any model has.
_MOST: Final = 20_000


def looks_like(head: bytes) -> bool:
    """Whether it begins as JSON and speaks of rubrics."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"Rubrics"' in head


def read(data: bytes) -> AnnualAccounts:
    """The accounts of the year. Refused: no such JSON (``accounts.json``), an amount that is none."""
    try:
        told = json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError):
        raise _broken() from None
    rubrics = told.get("Rubrics") if isinstance(told, Mapping) else None
    if not isinstance(rubrics, list) or len(rubrics) > _MOST:
        raise _broken()
    found = figures(_said(rubrics))
    dates = told.get("ExerciseDates")
    ended = None
    with suppress(Refusal):
        ended = day(_text(dates.get("endDate") or dates.get("EndDate")) if isinstance(dates, Mapping) else "", "end")
    return accounts(
        found, format=NAME, number=compact(_text(told.get("EnterpriseNumber"))) or "",
        name=_text(told.get("EnterpriseName"))[:200], model=_text(told.get("ModelType"))[:20], ended=ended,
    )  # fmt: skip


def _said(rubrics: list[Any]) -> Iterator[tuple[str, str, str]]:
    for n, each in enumerate(rubrics, 1):
        if not isinstance(each, Mapping):
            raise _broken()
        if each.get("Period") == "N" and each.get("Value") not in (None, ""):
            yield _text(each.get("Code")), str(each["Value"]), f"Rubrics/{n}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _broken() -> Refusal:
    return Refusal("accounts.json", N_("This JSON is none of the National Bank of Belgium's accounts."))
