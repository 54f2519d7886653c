"""What speaks of people in drawings and reserves, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("availability.SetAside", ("note",), since="set_at"),
    Fades("availability.Contra", ("note",), since="told_at"),
    Fades("availability.Excluded", ("note", "ended_note"), since="ended_at"),
    Fades("availability.Call", ("note",), since="proposed_at"),
    Fades("availability.Drawing", ("note",), since="decided_at"),
)
