"""Outcomes in the order in which a company would look at them, and those that nothing else beats on both counts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from cessie.domain.comparison.rules.outcome import Outcome

_NEVER: Final = Decimal("Infinity")


def meets(outcome: Outcome, need: int | None) -> bool:
    """Whether as much as is needed (cents) was freed on average even in the worst month."""
    return need is None or outcome.worst.freed >= need


def ranked(outcomes: Iterable[Outcome], need: int | None = None) -> tuple[Outcome, ...]:
    """The cheapest first: by cost those that free the ``need`` (cents), after them by how much they free. Where no need
    is told by the yearly rate, since who frees more also costs more."""

    def place(outcome: Outcome) -> tuple[bool, Decimal, int, str]:
        fit = meets(outcome, need)
        if need is None:
            return (False, _NEVER if outcome.rate is None else outcome.rate, outcome.cost, outcome.name)
        return (not fit, Decimal(outcome.cost if fit else -int(outcome.worst.freed)), outcome.cost, outcome.name)

    return tuple(sorted(outcomes, key=place))


def frontier(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Those that no other beats: nothing frees as much for less, or more for as little. By cost, rising."""
    found: list[Outcome] = []
    for outcome in sorted(outcomes, key=lambda each: (each.cost, -each.freed, each.name)):
        if not found or outcome.freed > found[-1].freed:
            found.append(outcome)
    return tuple(found)
