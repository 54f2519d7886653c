"""By when a person should have looked at unallocated money."""

from __future__ import annotations

from datetime import datetime, time

from cessie.lib.days import BRUSSELS, booking_day, next_bank_day


def due_for_a_person(at: datetime) -> datetime:
    """The evening of the next bank day (invariant 5 of the books alerts after five)."""
    return datetime.combine(next_bank_day(booking_day(at)), time(18), BRUSSELS)
