"""What speaks of people in comparisons, and when it goes; a broker forgets a customer earlier by a verb of its own."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("comparison.Customer", ("name", "number", "known"), since="added_at"),
    Fades("comparison.Ledger", ("name", "problems"), since="laid_at"),
)
