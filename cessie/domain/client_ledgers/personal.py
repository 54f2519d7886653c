"""What speaks of people in the ledgers of clients, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("client_ledgers.Submission", ("note", "findings"), since="received_at"),
    Fades("client_ledgers.BatchPart", ("file", "reasons"), since="submission__received_at"),
    Fades("client_ledgers.Apart", ("note", "ended_note"), since="set_at"),
)
