"""What speaks of people in samples, questions and visits, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("verification.Figures", ("note",), since="proposed_at"),
    Fades("verification.Item", ("note",), since="judged_at"),
    Fades("verification.Proof", ("name",), since="given_at"),
    Fades("verification.Enquiry", ("words",), since="asked_at"),
    Fades("verification.Audit", ("place", "plan", "conclusion"), since="planned_at"),
    Fades("verification.Point", ("words",), since="said_at"),
    Fades("verification.Finding", ("note",), since="found_at"),
)
