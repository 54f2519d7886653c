"""Whether the debtor counts as told of a collection, by what became of the letters that tell him. Pure.

He is told on the day on which the first letter left that did not come back; a letter that left too late for the day it
names tells nothing. One that came back leaves him untold until the next one has left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from cessie.domain.mandates.rules.timing import notify_by

#: Days between the night in which a notice is written and the day on which it has left at the latest: what is due
#: already is collected so much later. A letter that the post took later still is written anew.
LEAD: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of the notice: on which day it left for good (None: it did not, or came back); whether it may yet."""

    told: date | None
    on_its_way: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What follows: ``told`` on a day, ``waits`` for a letter, ``late`` (another day must be told), ``lost``."""

    outcome: Literal["told", "waits", "late", "lost"]
    on: date | None = None


def heard(letters: Iterable[Letter], *, day: date, notice_days: int) -> Heard:
    """What the letters say about a collection on ``day``.

    >>> march = [date(2026, 3, n) for n in range(1, 32)]
    >>> heard([Letter(march[9])], day=march[30], notice_days=14)
    Heard(outcome='told', on=datetime.date(2026, 3, 10))
    >>> heard([Letter(None), Letter(march[17])], day=march[30], notice_days=14).outcome
    'late'
    """
    known = list(letters)
    told = min((each.told for each in known if each.told is not None), default=None)
    if told is None:
        return Heard("waits" if any(each.on_its_way for each in known) else "lost")
    return Heard("told", told) if in_time(told, day, notice_days) else Heard("late")


def in_time(told: date, day: date, notice_days: int) -> bool:
    """Whether a debtor who is told on this day may be debited on that one."""
    return told <= notify_by(day, notice_days)
