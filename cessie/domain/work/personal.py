"""What speaks of people in the queue of doubts, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (Fades("work.Task", ("reasons", "evidence", "decision"), since="closed_at"),)
