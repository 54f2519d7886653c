"""What speaks of people in contracts, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("contracts.Ending", ("note",), since="proposed_at"),
    Fades("contracts.TermsChange", ("note",), since="proposed_at"),
)
