"""An outcome as JSON that is kept, and back: nothing of it is rounded.

>>> from datetime import date
>>> month = Month(date(2026, 1, 1), date(2026, 1, 2), 5, 4, 3, 2, Fraction(1, 2), Fraction(1, 3), -1)
>>> of = Outcome("A", month.first, month.last, {"commission": 3}, 2, Fraction(1, 2), Fraction(1, 3), (month,), 1, 5, 0, 0, (1, -1))
>>> outcome_of(json_of(of)) == of
True
"""  # noqa: E501 - one outcome

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from cessie.domain.comparison.rules.outcome import Month, Outcome

#: Which rules of replay an outcome was worked out by: raised with every change that may move a cent.
VERSION: Final = "2026-11"


def json_of(outcome: Outcome) -> dict[str, Any]:
    """Everything but what is derived."""
    return {
        "name": outcome.name, "first": outcome.first.isoformat(), "last": outcome.last.isoformat(),
        "costs": dict(outcome.costs), "vat": outcome.vat, "funds": str(outcome.funds), "freed": str(outcome.freed),
        "months": [_month(each) for each in outcome.months], "sold": outcome.sold, "sold_cents": outcome.sold_cents,
        "left_out": outcome.left_out, "left_out_cents": outcome.left_out_cents, "daily": list(outcome.daily),
    }  # fmt: skip


def outcome_of(told: Mapping[str, Any]) -> Outcome:
    """What ``json_of`` told."""
    return Outcome(
        told["name"], date.fromisoformat(told["first"]), date.fromisoformat(told["last"]), told["costs"], told["vat"],
        Fraction(told["funds"]), Fraction(told["freed"]), tuple(map(_month_of, told["months"])), told["sold"],
        told["sold_cents"], told["left_out"], told["left_out_cents"], tuple(told["daily"]),
    )  # fmt: skip


def _month(month: Month) -> list[Any]:
    return [
        month.first.isoformat(), month.last.isoformat(), month.drawn, month.received, month.cost, month.vat,
        str(month.funds), str(month.freed), month.least,
    ]  # fmt: skip


def _month_of(told: list[Any]) -> Month:
    first, last, drawn, received, cost, vat, funds, freed, least = told
    return Month(
        date.fromisoformat(first), date.fromisoformat(last), drawn, received, cost, vat, Fraction(funds),
        Fraction(freed), least,
    )  # fmt: skip
