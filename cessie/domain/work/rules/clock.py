"""The service clock of a task: when it must be done, and how far its time has run.

>>> from datetime import UTC
>>> nine, noon = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)
>>> [standing(nine, noon, at=datetime(2026, 11, 23, hour, 30, tzinfo=UTC)) for hour in (9, 11, 12)]
['in_time', 'soon', 'late']
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from cessie.lib.days import BRUSSELS, bank_day_from, booking_day, is_bank_day, next_bank_day

#: The desk is staffed from nine to six in Brussels, on bank days.
OPENS: Final = time(9)
SHUTS: Final = time(18)

Standing = Literal["in_time", "soon", "late"]

#: A task is pressing when less than this share of its time is left...
_SHARE: Final = 4
#: ... and never later than this before its end.
_AT_LEAST: Final = timedelta(hours=1)


def due_after(at: datetime, hours: int) -> datetime:
    """The moment at which so many staffed hours have passed; what comes in the evening begins the next morning.

    >>> friday_evening = datetime(2026, 11, 20, 17, tzinfo=BRUSSELS)
    >>> due_after(friday_evening, 4).astimezone(BRUSSELS).isoformat()
    '2026-11-23T12:00:00+01:00'
    """
    left, day = timedelta(hours=hours), bank_day_from(booking_day(at))
    begin = max(at.astimezone(BRUSSELS), datetime.combine(day, OPENS, BRUSSELS))
    while (until := datetime.combine(day, SHUTS, BRUSSELS)) - begin < left:
        left -= max(until - begin, timedelta(0))
        day = next_bank_day(day)
        begin = datetime.combine(day, OPENS, BRUSSELS)
    return (begin + left).astimezone(at.tzinfo)


def hours_before(until: datetime, hours: int) -> datetime:
    """The moment from which only so many staffed hours are left.

    >>> tuesday_ten = datetime(2026, 11, 24, 10, tzinfo=BRUSSELS)
    >>> hours_before(tuesday_ten, 4).astimezone(BRUSSELS).isoformat()
    '2026-11-23T15:00:00+01:00'
    """
    left, day = timedelta(hours=hours), booking_day(until)
    end = until.astimezone(BRUSSELS)
    while True:
        if is_bank_day(day):
            opens = datetime.combine(day, OPENS, BRUSSELS)
            end = min(end, datetime.combine(day, SHUTS, BRUSSELS))
            if end - opens >= left:
                return (end - left).astimezone(until.tzinfo)
            left -= max(end - opens, timedelta(0))
        day -= timedelta(days=1)
        end = datetime.combine(day, SHUTS, BRUSSELS)


def end_of_desk(day: date) -> datetime:
    """The evening of a day, when the desk shuts."""
    return datetime.combine(day, SHUTS, BRUSSELS)


def pressing_from(opened_at: datetime, due_at: datetime) -> datetime:
    """The moment from which a task is pressing: a quarter of its time before its end, an hour at least."""
    return due_at - max((due_at - opened_at) / _SHARE, _AT_LEAST)


def standing(opened_at: datetime, due_at: datetime, *, at: datetime) -> Standing:
    """Whether the task is in time, is to be done soon, or is late."""
    if at >= due_at:
        return "late"
    return "soon" if at >= pressing_from(opened_at, due_at) else "in_time"
