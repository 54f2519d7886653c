"""What speaks of people in cases, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("proceedings.Step", ("words",), since="at"),
    Fades("proceedings.Assignment", ("words",), since="offered_at"),
    Fades("proceedings.Cost", ("words",), since="asked_at"),
    Fades("proceedings.Word", ("words",), since="at"),
)
