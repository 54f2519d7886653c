"""What speaks of people in payments, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("payments.Order", ("text", "vouched_note", "refusal"), since="ordered_at"),
    Fades("payments.LeftUnpaid", ("note",), since="agreed_at"),
    Fades("payments.Verification", ("name", "iban", "found", "detail"), since="asked_at"),
    Fades("payments.Standstill", ("reason", "note"), since="ended_at"),
)
