"""What speaks of people on statements, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades(
        "banking.Line",
        ("counterparty_name", "counterparty_iban", "counterparty_bic", "structured", "text"),
        since="booked_date",
        unless={"taken_by": ""},
    ),
    Fades(
        "banking.Detail",
        ("counterparty_name", "counterparty_iban", "counterparty_bic", "structured", "text"),
        since="line__booked_date",
        unless={"line__taken_by": ""},
    ),
    Fades("banking.Notice", ("entries",), since="day"),
    Fades("banking.Statement", ("note", "first_note"), since="closing_date"),
    Fades("banking.Remembered", ("counterparty_iban", "words"), since="ended_at"),
)
