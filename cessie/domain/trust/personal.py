"""What speaks of people in third-party money, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("trust.Receipt", ("note", "reasons"), since="received_at"),
    Fades("trust.Back", ("note",), since="made_at"),
    Fades("trust.Direct", ("note",), since="reported_at"),
    Fades("trust.Refund", ("note",), since="made_at"),
)
