"""Hold a key to its pace, whatever the number of processes that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import connection

#: How many calls may come at once before the pace is felt, as a part of those of a minute.
BURST = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether the call may be answered; how many more may follow at once; seconds to wait before the next."""

    allowed: bool
    remaining: int
    wait: int


def take_turn(
    *, key_id: UUID, per_minute: int, at: datetime, of: Literal["keys_pace", "keys_linkpace"] = "keys_pace"
) -> Turn:
    """Count one call of a key, or one look by a debtor's link (generic cell rate algorithm, ITU-T I.371).

    One statement on one row, no lock kept. A call is due ``60 / per_minute`` seconds after the one before it; calls
    may run ahead by a sixth of a minute's. A refused call does not count.
    """
    step = timedelta(minutes=1) / per_minute
    burst = max(1, per_minute // BURST)
    ahead = step * (burst - 1)
    call: list[Any] = [key_id, at + step, at, step, ahead]
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {of} as p (key_id, due_at, used_at) values (%s, %s, %s)"  # noqa: S608 - a table of ours
            " on conflict (key_id) do update set due_at = greatest(p.due_at, excluded.used_at) + %s,"
            " used_at = greatest(p.used_at, excluded.used_at)"
            " where p.due_at - excluded.used_at <= %s returning due_at",
            call,
        )
        row = cursor.fetchone()
        if row is not None:
            return Turn(True, max(0, int((step * burst - (row[0] - at)) / step)), 0)
        cursor.execute(f"select due_at from {of} where key_id = %s", [key_id])  # noqa: S608 - a table of ours
        due = cursor.fetchone()[0]
    over = due - at - ahead
    return Turn(False, 0, max(1, -int(-over.total_seconds() // 1)))
