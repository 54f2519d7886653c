"""What a month was that only later rooms know: a room that measures a base of fees has ``FEE_BASES`` in its
``fee_bases.py``, by the base's code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from django.apps import apps

from cessie.domain.charges.agreed import Agreed
from cessie.lib.money import Money

#: The base of these contracts in the month from its first to its last day; a contract without a row has none.
Measure = Callable[[Collection[UUID], date, date], Mapping[UUID, Money]]


def measured(base: str, rows: Sequence[Agreed], month: date, last: date) -> Mapping[UUID, Money]:
    """By contract, where a fee of its plan at the end of the month is on that base; nobody is asked for the others."""
    keys = [row.contract.pk for row in rows if any(rule.base == base for rule in row.terms_on(last).fee_plan)]
    return _bases()[base](keys, month, last) if keys and base in _bases() else {}


@cache
def _bases() -> Mapping[str, Measure]:
    found: dict[str, Measure] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("cessie.domain.") and find_spec(f"{app.name}.fee_bases"):
            found |= import_module(f"{app.name}.fee_bases").FEE_BASES
    return found
