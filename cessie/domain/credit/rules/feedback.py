"""What the staff says of a sign of fraud, and when a sign is quiet: it stands, but counts no more until it changes.

>>> quiet(15, [Said("an", "known")]), quiet(50, [Said("an", "known")])
(True, False)
>>> quiet(50, [Said("an", "known"), Said("bob", "wrong")]), quiet(15, [Said("an", "known"), Said("an", "right")])
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cessie.domain.credit.rules.fraud import score

Verdict = Literal["right", "wrong", "known"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "known")
#: A sign that holds invoices by itself is quiet only when two people say so.
HEAVY = 40


@dataclass(frozen=True, slots=True)
class Said:
    """One person's word on a sign; given in the order in which they were said."""

    by: str
    verdict: str


def quiet(weight: int, said: Iterable[Said]) -> bool:
    """Whether enough people took the sign for wrong or for known, and none who changed his mind for right."""
    last = {word.by: word.verdict for word in said}
    if "right" in last.values():
        return False
    return len(last) >= (2 if weight >= HEAVY else 1)


def standing_score(signs: Iterable[Mapping[str, Any]]) -> int:
    """The score of what is not quiet: a rule counts once, however many debtors it is seen at.

    >>> sign = {"rule": "F07", "weight": 50, "quiet": False}
    >>> standing_score([sign, sign]), standing_score([{**sign, "quiet": True}])
    (50, 0)
    """
    weights: dict[str, int] = {}
    for sign in signs:
        if not sign["quiet"]:
            weights[sign["rule"]] = max(sign["weight"], weights.get(sign["rule"], 0))
    return score(weights.values())
