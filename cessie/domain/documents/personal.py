"""What speaks of people beside the originals, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("documents.Arrival", ("name", "refusal"), since="at"),
    Fades("documents.LegalHold", ("reason",), since="ended_at"),
    Fades("documents.HouseFiles", ("report",), since="laid_at"),
)
