"""What speaks of people in how money was matched, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("matching.Match", ("reasons",), since="made_at"),
    Fades("matching.Settlement", ("note", "ended_note", "reasons"), since="made_at"),
    Fades("matching.Split", ("note",), since="noted_at"),
)
