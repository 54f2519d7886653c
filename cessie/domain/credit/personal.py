"""What speaks of people in decisions on credit, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("credit.Suspicion", ("signals",), since="seen_at"),
    Fades("credit.SignFeedback", ("reason", "note"), since="said_at"),
    Fades("credit.LimitRequest", ("note", "reason"), since="asked_at"),
    Fades("credit.CoverRequest", ("buyer", "words"), since="asked_at"),
    Fades("credit.CoverNews", ("raw",), since="heard_at"),
    Fades("credit.Claim", ("note", "reference"), since="filed_at"),
    Fades("credit.ClaimNews", ("words",), since="heard_at"),
    Fades("credit.Telling", ("buyer", "words"), since="asked_at"),
)
