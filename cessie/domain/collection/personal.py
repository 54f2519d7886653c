"""What speaks of people in dossiers, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

_PLACE: Final = ("street", "building", "postcode", "town")
_FOUND: Final = (*_PLACE, "words", "former")

FADES: Final = (
    Fades("collection.Dossier", ("vulnerable_note",), since="closed_at"),
    Fades("collection.Turn", ("words", "reasons"), since="at"),
    Fades("collection.Act", ("note", "reasons"), since="planned_at"),
    Fades("collection.Complaint", ("words", "answer"), since="raised_at"),
    Fades("collection.Cost", ("words",), since="made_at"),
    Fades("collection.Finding", _FOUND, since="found_at"),
    Fades("collection.Finding", _FOUND, of="inquiry__dossier__debtor__company"),
    Fades("collection.Listed", ("number", "name", "sort_name", "last_postcode", *_PLACE, "words"), since="added_at"),
)
