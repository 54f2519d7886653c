"""Parts of the day in which a message is let go: when one begins, and the hours that none of them leaves. Pure.

Messages that are timed, and text messages, go between eight and eight: the hours in which the house's own limits of
contact let a debtor be reached in person (``collection``), wider than which no part may be. No statute is known to set
others for reminders by mail (unverified).

>>> early = datetime(2026, 11, 23, 6, tzinfo=BRUSSELS)
>>> [let_go(part, early).astimezone(BRUSSELS).hour for part in ("", "morning", "afternoon")]
[6, 9, 14]
>>> late = datetime(2026, 11, 23, 21, tzinfo=BRUSSELS)
>>> let_go("morning", late).astimezone(BRUSSELS).isoformat(), in_hours(early).astimezone(BRUSSELS).hour
('2026-11-24T08:00:00+01:00', 8)
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from cessie.lib.days import BRUSSELS

#: When each part begins; and between which hours a message that was timed leaves.
BEGINS: Final = {"morning": time(9), "afternoon": time(14)}
FIRST, LAST = time(8), time(20)


def let_go(part: str, at: datetime) -> datetime:
    """The first moment from ``at`` on at which a message that was given a part of the day may leave: when that begins,
    or, where it was missed, the next moment within the hours. Without a part: ``at``."""
    begins = BEGINS.get(part)
    if begins is None:
        return at
    return in_hours(max(at, datetime.combine(at.astimezone(BRUSSELS).date(), begins, BRUSSELS)))


def in_hours(at: datetime) -> datetime:
    """``at`` itself where it lies within the hours, else when they begin next."""
    here = at.astimezone(BRUSSELS)
    if FIRST <= here.time() < LAST:
        return at
    day = here.date() + timedelta(days=here.time() >= LAST)
    return datetime.combine(day, FIRST, BRUSSELS)
