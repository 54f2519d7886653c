"""Figures that the house sets by two people: what each is, what it is as it comes, and within which bounds.

>>> kept("sample", {"share": 10})["share"], kept("sample", {})["share"]
(10, 5)
>>> [no.code for no in wrong("sample", {"share": 101, "least": 1})]
['verification.figure']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from cessie.lib.reasons import N_, Fact, Reason

Kind = Literal["sample", "score"]


@dataclass(frozen=True, slots=True)
class Figure:
    """``usual``: as it comes; whole numbers in ``unit``."""

    name: str
    what: str
    unit: str  # percent, days, count, points, thousand (euro)
    usual: int
    least: int
    most: int


SAMPLE: Final = (
    Figure("share", N_("Share of the open documents that is drawn"), "percent", 5, 1, 100),
    Figure("least", N_("Documents at least"), "count", 5, 1, 1_000),
    Figure("most", N_("Documents at most"), "count", 40, 1, 5_000),
    Figure("young_days", N_("Twice as many while the relation is younger than"), "days", 180, 0, 3_650),
    Figure("new_debtor", N_("A new customer weighs more by"), "percent", 200, 0, 10_000),
    Figure("new_days", N_("A customer is new for"), "days", 90, 0, 3_650),
    Figure("doubt", N_("A document once held weighs more by"), "percent", 200, 0, 10_000),
    Figure("finding", N_("A customer about whom something was found weighs more by"), "percent", 300, 0, 10_000),
    Figure("answer_days", N_("The client answers within"), "days", 10, 1, 90),
    Figure("rest_days", N_("A document that was proven is not asked about again for"), "days", 90, 0, 3_650),
    Figure("debtor_days", N_("A customer answers within"), "days", 21, 5, 90),
    Figure("monthly", N_("A sample of each contract is drawn every month (1) or not (0)"), "count", 0, 0, 1),
)
SCORE: Final = (
    Figure("turnover_weight", N_("Weight of the turnover"), "points", 10, 0, 100),
    Figure("solidity_weight", N_("Weight of the solidity"), "points", 25, 0, 100),
    Figure("profit_weight", N_("Weight of the result"), "points", 10, 0, 100),
    Figure("dso_weight", N_("Weight of the days outstanding"), "points", 15, 0, 100),
    Figure("dilution_weight", N_("Weight of the dilution"), "points", 15, 0, 100),
    Figure("concentration_weight", N_("Weight of the largest customer"), "points", 10, 0, 100),
    Figure("collection_weight", N_("Weight of its own collection"), "points", 15, 0, 100),
    Figure("turnover_full", N_("Turnover for all points"), "thousand", 5_000, 1, 10_000_000),
    Figure("turnover_none", N_("Turnover for none"), "thousand", 250, 0, 10_000_000),
    Figure("solidity_full", N_("Own means of the total for all points"), "percent", 35, 1, 100),
    Figure("solidity_none", N_("Own means of the total for none"), "percent", 5, -100, 99),
    Figure("profit_full", N_("Result of the turnover for all points"), "percent", 5, 1, 100),
    Figure("profit_none", N_("Result of the turnover for none"), "percent", -2, -100, 99),
    Figure("dso_full", N_("Days outstanding for all points"), "days", 45, 1, 365),
    Figure("dso_none", N_("Days outstanding for none"), "days", 110, 2, 730),
    Figure("dilution_full", N_("Dilution for all points"), "percent", 1, 0, 99),
    Figure("dilution_none", N_("Dilution for none"), "percent", 8, 1, 100),
    Figure("concentration_full", N_("Largest customer for all points"), "percent", 15, 1, 99),
    Figure("concentration_none", N_("Largest customer for none"), "percent", 50, 2, 100),
    Figure("collection_full", N_("Overdue by more than 60 days for all points"), "percent", 3, 0, 99),
    Figure("collection_none", N_("Overdue by more than 60 days for none"), "percent", 25, 1, 100),
    Figure("accept", N_("Advised from so many points of 100"), "points", 65, 1, 100),
    Figure("refuse", N_("Advised against below so many points of 100"), "points", 40, 0, 99),
)
FIGURES: Final[Mapping[str, tuple[Figure, ...]]] = {"sample": SAMPLE, "score": SCORE}


def kept(kind: str, said: Mapping[str, int]) -> dict[str, int]:
    """All figures of a kind: as the house said, else as they come."""
    return {figure.name: said.get(figure.name, figure.usual) for figure in FIGURES[kind]}


def wrong(kind: str, said: Mapping[str, int]) -> Iterator[Reason]:
    """What of them cannot be, each with its bounds; and pairs that turn round."""
    for figure in FIGURES[kind]:
        if not figure.least <= said.get(figure.name, figure.usual) <= figure.most:
            facts: dict[str, Fact] = {"figure": figure.what, "least": figure.least, "most": figure.most}
            yield Reason("verification.figure", N_("“{figure}” is between {least} and {most}."), facts)
    whole = kept(kind, said)
    for low, high in _ORDERED[kind]:
        if whole[low] >= whole[high]:
            words = N_("“{figure}” must stay below “{above}”.")
            named = {figure.name: figure.what for figure in FIGURES[kind]}
            yield Reason("verification.turned", words, {"figure": named[low], "above": named[high]})


#: Of each pair the first stays below the second.
_ORDERED: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "sample": (),
    "score": (
        ("turnover_none", "turnover_full"), ("solidity_none", "solidity_full"), ("profit_none", "profit_full"),
        ("dso_full", "dso_none"), ("dilution_full", "dilution_none"), ("concentration_full", "concentration_none"),
        ("collection_full", "collection_none"), ("refuse", "accept"),
    ),
}  # fmt: skip
