"""Terms that may be signed: the gate before any version is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cessie.lib.reasons import Reason, Refusal
from cessie.terms.contract import Terms
from cessie.terms.validate import validate


class BadContract(Refusal):
    """The terms break rules of the model: ``reasons`` has each with its field, the words are the first one's."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(reasons[0].code, reasons[0].message, **reasons[0].facts)
        self.reasons = tuple(reasons)


def agreed(terms: Terms, valid_from: date) -> Terms:
    """The same terms, or ``BadContract`` with every reason why they cannot stand."""
    reasons = validate(terms, valid_from)
    if reasons:
        raise BadContract(reasons)
    return terms
