"""The communications of CODA 2 (annex III): free text and the structured kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from cessie.formats.statements._coda_figures import breakdown
from cessie.formats.values import Breakdown, Remittance
from cessie.lib.references import normal_ogm, normal_rf


@dataclass(frozen=True, slots=True)
class Said:
    """What a communication tells beside its text."""

    remittance: Remittance = field(default_factory=Remittance)
    mandate: str | None = None
    creditor_id: str | None = None
    return_type: str | None = None
    return_reason: str | None = None
    breakdown: Breakdown | None = None
    information: str | None = None


def free(raw: str) -> str | None:
    """Free text with its runs of blanks made one.

    >>> free("INVOICE   2026-0451  ")
    'INVOICE 2026-0451'
    """
    return re.sub(r"\s+", " ", raw).strip() or None


def movement(structured: bool, raw: str) -> Said:
    """The communication of a movement: 149 characters joined from records 2.1, 2.2 and 2.3, not stripped before."""
    if not structured:
        return Said(Remittance(text=free(raw)))
    kind, data = raw[:3], raw[3:]
    match kind:
        case "100":
            return Said(_reference(data[:25], "ISO"))
        case "101" | "102":
            return Said(_reference(data[:12], "BBA"))
        case "105":
            return replace(_computed(kind, data), remittance=_reference(data[45:57], "BBA"))
        case "106" | "108" | "121" | "122" | "123":
            return _computed(kind, data)
        case "107":
            return Said(Remittance(text=free(data[18:48])), mandate=free(data[:12]))
        case "127":
            return _direct_debit(data)
    return Said(information=free(f"{kind} {data}"))


def _reference(raw: str, scheme: str) -> Remittance:
    """A reference whose check digits hold; otherwise it is only text (the bank may have rebuilt it from text)."""
    written = raw.strip()
    right = normal_rf(written) if scheme == "ISO" else normal_ogm(written)
    if right:
        return Remittance(structured=right, scheme=scheme)
    return Remittance(text=free(written)) if written.strip("0") else Remittance()


def _computed(kind: str, data: str) -> Said:
    """The bank's figures; as text where they are none."""
    figures = breakdown(kind, data)
    return Said(breakdown=figures, information=None if figures else free(f"{kind} {data}"))


def _direct_debit(data: str) -> Said:
    """Kind 127, SEPA direct debit: 146 characters (section 2.7 of the handbook to annex III)."""
    data = data.ljust(146)
    kind = data[141].strip()
    return Said(
        Remittance(text=free(data[79:141])),
        creditor_id=free(data[9:44]),
        mandate=free(data[44:79]),
        return_type=kind if kind not in {"", "0"} else None,
        return_reason=free(data[142:146]),
        information=None,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What an information record (3.1 to 3.3) adds to its movement."""

    name: str | None = None
    ultimate: str | None = None
    text: str | None = None


def information(structured: bool, raw: str) -> Told:
    """The communication of records 3.1, 3.2 and 3.3 joined: 73 + 105 + 90 characters."""
    if not structured:
        return Told(text=free(raw))
    kind, data = raw[:3], raw[3:]
    match kind:
        case "001":
            return Told(name=free(data[:70]), text=free(data[70:]))
        case "008" | "009":
            return Told(ultimate=free(data[:70]))
    return Told(text=free(f"{kind} {data}"))
