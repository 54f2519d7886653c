"""What speaks of people in doubts about invoices; what an invoice says goes with its original, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("invoices.Finding", ("reason",), since="found_at"),
    Fades("invoices.Clearance", ("note",), since="at"),
    Fades("invoices.RuleCheck", ("broken",), since="checked_at"),
)
