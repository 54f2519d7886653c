"""What speaks of people in keys of programs and what they were answered, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("keys.ApiKey", ("name",), of="client__company"),
    Fades("keys.Reply", ("body",), since="expires_at"),
)
