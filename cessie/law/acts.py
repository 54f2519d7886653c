"""Whether an act towards a debtor or a client may go ahead: the guards that stand in its way, by the facts.

The guards that a computation holds by itself (terms, limits, floors, scales) answer there; these are asked before
something is sent, collected, brought to court, assigned or funded. What is not said is taken as it is safe.

>>> [found.guard for found in in_the_way(Case("NL", "b2b", "collect", natural_person=True, for_others=True))]
['LAW-NL-03']
>>> in_the_way(Case("NL", "b2b", "collect", natural_person=True, for_others=True, registered=True))
()
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from cessie.law.facts import Segment
from cessie.law.guards import GUARDS, Finding, finding

Act = Literal["remind", "costs", "collect", "court", "assign", "notify", "write", "fund"]
#: Acts that press a debtor; insolvency and dispute stop them.
PRESSING: Final = ("remind", "costs", "collect", "court")


@dataclass(frozen=True, slots=True)
class Case:
    """One act on one claim. ``for_others``: for a third party, or on a claim that was bought.

    ``period_over``: the consumer's free period after the first reminder (BE) or the 14-day letter (NL) has passed.
    """

    country: str
    segment: Segment
    act: Act
    natural_person: bool = False
    for_others: bool = False
    registered: bool = False
    insolvent: bool = False
    contested: bool = False
    provisional_rate: bool = False
    period_over: bool = False
    title: bool = False
    letter_complete: bool = False
    existing_relation: bool = False
    deed_registered: bool = False
    in_writing_with_proof: bool = False
    confidential: bool = False
    names_the_factor: bool = False
    identity_current: bool = False


def _consumer(case: Case, country: str) -> bool:
    return case.country == country and case.segment == "b2c"


#: By guard: whether the case runs into it.
STOPS: Final[Mapping[str, Callable[[Case], bool]]] = {
    "LAW-GEN-02": lambda case: case.act == "court" and case.provisional_rate,
    "LAW-GEN-03": lambda case: case.act in PRESSING and case.insolvent,
    "LAW-GEN-04": lambda case: case.act in ("remind", "collect") and case.contested,
    "LAW-BE-02": lambda case: _consumer(case, "BE") and case.act in ("costs", "collect") and not case.period_over,
    "LAW-BE-05": lambda case: (
        _consumer(case, "BE") and case.act in PRESSING and case.for_others and not case.registered
    ),
    "LAW-NL-01": lambda case: _consumer(case, "NL") and case.act == "costs" and not case.period_over,
    "LAW-NL-03": lambda case: (
        case.country == "NL"
        and case.act in ("remind", "costs", "collect")
        and (case.natural_person or case.segment == "b2c")
        and case.for_others
        and not case.registered
    ),
    "LAW-FR-02": lambda case: _consumer(case, "FR") and case.act == "costs" and not case.title,
    "LAW-FR-03": lambda case: (
        case.country == "FR" and case.act == "remind" and case.for_others and not case.letter_complete
    ),
    "LAW-ASG-01": lambda case: (
        case.country == "NL"
        and case.act == "assign"
        and case.confidential
        and not (case.existing_relation and case.deed_registered)
    ),
    "LAW-ASG-02": lambda case: case.act == "notify" and not case.in_writing_with_proof,
    "LAW-ASG-03": lambda case: (
        case.act in ("write", "remind", "notify") and case.confidential and case.names_the_factor
    ),
    "LAW-AML-01": lambda case: case.act == "fund" and not case.identity_current,
}


def in_the_way(case: Case) -> tuple[Finding, ...]:
    """Every guard that the act runs into, in their order; an empty answer lets it go ahead."""
    return tuple(
        finding(guard, f"law.{guard.lower()}", GUARDS[guard].rule) for guard, stops in STOPS.items() if stops(case)
    )
