"""What speaks of people in purchases, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("purchase.Proposal", ("reasons",), since="offered_at"),
    Fades("purchase.Cession", ("waived_note",), since="waived_at"),
    Fades("purchase.Forbearance", ("note",), since="granted_at"),
)
