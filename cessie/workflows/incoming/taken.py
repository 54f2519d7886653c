"""What became of a file that was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one part of a file: ``state`` is that of the invoice, or ``refused`` with the reasons."""

    name: str
    part: int
    state: str
    invoice_id: UUID | None = None
    number: str = ""
    reasons: tuple[Reason, ...] = ()
