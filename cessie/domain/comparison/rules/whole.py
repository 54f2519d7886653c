"""A whole comparison, as a report tells it: what was asked of which ledger, and what came of each offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from cessie.domain.comparison.rules.offers import Offer, Question
from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.ranking import frontier, meets, ranked
from cessie.domain.comparison.rules.sales import Sales


@dataclass(frozen=True)
class Comparison:
    """``outcomes`` by rank. ``need``: what must be freed even in the worst month; ``aside``: what settles no invoice
    (both in cents). ``days``: the payment term of invoices of which the ledger knows no due date."""

    of: str
    question: Question
    outcomes: tuple[Outcome, ...]
    first: date
    last: date
    invoices: int
    debtors: int
    aside: int
    days: int
    need: int | None = None

    def offer(self, name: str) -> Offer:
        """The terms under which an outcome came about."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Offer]:
        return {each.name: each for each in self.question.offers}

    @cached_property
    def best(self) -> frozenset[str]:
        """The names of those that nothing beats on both counts."""
        return frozenset(each.name for each in frontier(self.outcomes))

    def meets(self, outcome: Outcome) -> bool:
        """Whether it frees what is needed."""
        return meets(outcome, self.need)


def whole(
    of: str, question: Question, outcomes: Iterable[Outcome], sales: Sales, *, first: date, last: date, days: int,
    need: int | None = None,
) -> Comparison:  # fmt: skip
    """The comparison over a ledger, its outcomes ranked."""
    debtors = len({each.debtor for each in sales.sales})
    return ranked_whole(
        Comparison(of, question, tuple(outcomes), first, last, len(sales.sales), debtors, sales.aside, days, need)
    )


def ranked_whole(comparison: Comparison) -> Comparison:
    """The same with its outcomes in the order of their rank."""
    return replace(comparison, outcomes=ranked(comparison.outcomes, comparison.need))
