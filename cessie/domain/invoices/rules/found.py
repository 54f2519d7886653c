"""One reason against buying an invoice as it stands, with its weight and how many people must clear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cessie.lib.reasons import Fact, Reason

Severity = Literal["note", "hold", "reject"]


@dataclass(frozen=True, slots=True)
class Found:
    """``code``: the rule (factoring-domain 10), where it can fire in several ways with a word behind it (M07.payee).

    ``people``: how many must clear a hold; two where it smells of fraud.
    """

    code: str
    severity: Severity
    people: int
    reason: Reason


def hold(code: str, words: str, /, people: int = 1, **facts: Fact) -> Found:
    """A doubt that people can clear."""
    return Found(code, "hold", people, Reason(code, words, facts))


def note(code: str, words: str, /, **facts: Fact) -> Found:
    """What a person may want to know; it stops nothing."""
    return Found(code, "note", 1, Reason(code, words, facts))


def reject(code: str, words: str, /, **facts: Fact) -> Found:
    """Why it cannot be bought; two people where the house's policy lets anybody override it at all."""
    return Found(code, "reject", 2, Reason(code, words, facts))
