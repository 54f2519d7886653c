"""A score of 100 for a company that asks to be financed, by the figures of the house (``verification`` policy "score").

Each figure earns its weight between "none" and "all", straight between the two; what is not known earns nothing and
weighs nothing, and is named. The score advises: a person decides.

>>> usual = kept("score", {})
>>> good = Facts(turnover=10_000_000_00, equity=40, total_assets=100, result=600_000_00, dso=40, dilution=50,
...              largest=900, late=100)
>>> score(good, usual).points, score(good, usual).advice
(100, 'for')
>>> score(Facts(turnover=10_000_000_00), usual).advice
'unknown'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from cessie.domain.verification.rules.policies import kept as kept
from cessie.lib.money import half_up
from cessie.lib.reasons import N_

Advice = Literal["for", "look", "against", "unknown"]
#: Known figures must weigh at least so much of all (percent), else nothing is advised.
ENOUGH: Final = 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a company; None: not known. ``turnover`` and ``result`` of a year, ``equity`` and
    ``total_assets`` in cents; ``dso`` in days; ``dilution`` (credit notes of invoices), ``largest`` (share of the
    largest customer) and ``late`` (share of what is open that is overdue by more than 60 days) in hundredths of a
    percent."""

    turnover: int | None = None
    equity: int | None = None
    total_assets: int | None = None
    result: int | None = None
    dso: int | None = None
    dilution: int | None = None
    largest: int | None = None
    late: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One figure: its value, what it earned of its weight, and what would earn all of it; None: it is not known."""

    name: str
    value: Fraction | None
    points: Fraction
    weight: int
    full: int


@dataclass(frozen=True, slots=True)
class Score:
    """``points`` of 100 over what is known, ``known`` percent of the weights; ``parts`` in the order of the house."""

    points: int
    known: int
    advice: Advice
    parts: tuple[Part, ...]

    @property
    def raises(self) -> tuple[Part, ...]:
        """What would raise it most, first."""
        return tuple(sorted((p for p in self.parts if p.points < p.weight), key=lambda p: p.points - p.weight))


#: What each figure is called.
NAMES: Final[Mapping[str, str]] = {
    "turnover": N_("Turnover (thousand euro)"),
    "solidity": N_("Own means of the total (%)"),
    "profit": N_("Result of the turnover (%)"),
    "dso": N_("Days outstanding"),
    "dilution": N_("Credit notes of the invoices (%)"),
    "concentration": N_("Largest customer (%)"),
    "collection": N_("Overdue by more than 60 days (%)"),
}


def score(facts: Facts, figures: Mapping[str, int]) -> Score:
    """The score by these figures of the house."""
    parts = tuple(_part(name, value, figures) for name, value in _values(facts).items())
    whole = sum(part.weight for part in parts)
    weighed = sum(part.weight for part in parts if part.value is not None)
    points = sum((part.points for part in parts), Fraction(0))
    reached = half_up(points * 100 / weighed) if weighed else 0
    known = half_up(Fraction(weighed * 100, whole)) if whole else 0
    return Score(reached, known, _advice(reached, known, figures), parts)


def _advice(points: int, known: int, figures: Mapping[str, int]) -> Advice:
    if known < ENOUGH:
        return "unknown"
    if points >= figures["accept"]:
        return "for"
    return "against" if points < figures["refuse"] else "look"


def _values(facts: Facts) -> dict[str, Fraction | None]:
    """The figures as the house measures them: thousands of euro, percent, days."""
    return {
        "turnover": None if facts.turnover is None else Fraction(facts.turnover, 100_000),
        "solidity": _share(facts.equity, facts.total_assets),
        "profit": _share(facts.result, facts.turnover),
        "dso": None if facts.dso is None else Fraction(facts.dso),
        "dilution": None if facts.dilution is None else Fraction(facts.dilution, 100),
        "concentration": None if facts.largest is None else Fraction(facts.largest, 100),
        "collection": None if facts.late is None else Fraction(facts.late, 100),
    }


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return None if part is None or not whole or whole < 0 else Fraction(part * 100, whole)


def _part(name: str, value: Fraction | None, figures: Mapping[str, int]) -> Part:
    weight, full, none = figures[f"{name}_weight"], figures[f"{name}_full"], figures[f"{name}_none"]
    share = Fraction(0) if value is None else min(max((value - none) / Fraction(full - none), Fraction(0)), Fraction(1))
    return Part(name, value, share * weight, weight, full)
