"""Every night each running case is looked at: periods that passed, money that came, an insolvency."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cessie.domain.proceedings.look import due_cases, look, stopped_cases
from cessie.domain.users.rules.viewer import Viewer

#: Cases of one night; the rest is looked at the next.
MANY: Final = 20_000


def stop_insolvent(*, by: Viewer, at: datetime) -> int:
    """An insolvency stops its cases with the next turn of the clock; how many."""
    keys = stopped_cases()
    for key in keys:
        look(case_id=key, by=by, at=at)
    return len(keys)


def look_at_cases(*, by: Viewer, at: datetime) -> int:
    """How many were looked at; each in a transaction of its own."""
    keys = due_cases(at, MANY)
    for key in keys:
        look(case_id=key, by=by, at=at)
    return len(keys)
