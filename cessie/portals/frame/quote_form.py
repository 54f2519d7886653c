"""The form of a quote: the figures of an offer that the house itself makes, as the neutral form, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from cessie.domain.comparison.words import INSURANCES
from cessie.lib.reasons import N_
from cessie.portals.frame.offer_form import FIELDS, Field, read, rows_of, told_of

#: Fields of an offer that a quote of the house does not ask.
_NOT_ASKED: Final = frozenset(
    {"name", "factor", "every", "once", "insurance_percent", "insurance_debtor", "use", "without"}
)
_INSURANCE: Final = Field("insurance", N_("Insurance"), "choice", choices=INSURANCES)
QUOTED: Final = tuple(
    replace(field, hint="") if field.name == "advance_percent" else field
    for field in FIELDS
    if field.name not in _NOT_ASKED
)


def quote_rows(typed: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The fields as the page shows them, filled with what was typed."""
    yield from rows_of((*QUOTED, _INSURANCE), typed)


def quote_told(typed: Mapping[str, str]) -> dict[str, Any]:
    """The quote in the neutral form. Refused: as ``offer_form``."""
    told = told_of(typed, QUOTED)
    insurance = read(_INSURANCE, typed.get("insurance", "").strip())
    return told | {"terms": {"insurance": insurance}} if insurance else told


def quote_typed(told: Mapping[str, Any]) -> dict[str, str]:
    """What must be typed to get this quote again."""
    typed = {field.name: str(told[field.name]) for field in QUOTED if field.name in told}
    for fee in told.get("fees", ()):
        typed[f"fee_{fee['per']}"] = str(fee["amount"])
    if insurance := told.get("terms", {}).get("insurance"):
        typed["insurance"] = str(insurance)
    return typed
