"""What speaks of people in what creditors were paid, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("managed.Receipt", ("note", "candidates", "reasons"), since="decided_at"),
    Fades("managed.Settlement", ("note", "reasons", "undone_note"), since="made_at"),
)
