"""What speaks of people in companies that ask, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("onboarding.Applicant", ("name", "number", "chart"), since="added_at"),
    Fades("onboarding.Assessment", ("note",), since="made_at"),
    Fades(
        "onboarding.Quote",
        ("to_name", "to_email", "note", "answered_name", "answered_role", "answered_words"),
        since="made_at",
    ),
)
