"""What speaks of people in dossiers, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("collection.Dossier", ("vulnerable_note",), since="closed_at"),
    Fades("collection.Turn", ("words", "reasons"), since="at"),
    Fades("collection.Act", ("note", "reasons"), since="planned_at"),
    Fades("collection.Complaint", ("words", "answer"), since="raised_at"),
    Fades("collection.Cost", ("words",), since="made_at"),
)
