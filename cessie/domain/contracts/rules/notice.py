"""When a contract may end: by notice, by agreement of both sides, or at once because of a breach.

>>> earliest("notice", given=date(2026, 3, 2), notice_days=90, today=date(2026, 3, 4))
datetime.date(2026, 5, 31)
>>> earliest("breach", given=date(2026, 3, 2), notice_days=90, today=date(2026, 3, 4))
datetime.date(2026, 3, 4)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal, get_args

Ground = Literal["notice", "agreement", "breach"]
Side = Literal["client", "house"]
GROUNDS: Final[tuple[Ground, ...]] = get_args(Ground)
SIDES: Final[tuple[Side, ...]] = get_args(Side)


def earliest(ground: Ground, *, given: date, notice_days: int, today: date) -> date:
    """The earliest last day: notice runs from the day on which the other side had it; nothing ends in the past."""
    return max(today, given + timedelta(days=notice_days)) if ground == "notice" else today
