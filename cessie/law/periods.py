"""Periods of procedure: counted in the country's calendar, rolled to a working day where that is the safe reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from cessie.law.facts import Deadlines
from cessie.law.regime import Procedure
from cessie.lib.calendars import VERSION, working_day_from
from cessie.lib.reasons import N_, Reason

ROLLED = Reason(
    "law.rolled", N_("That the period rolls to the next working day was not checked: the later day is safe.")
)


def rolled(country: str, dates: Mapping[str, date], sources: tuple[str, ...], *doubts: Reason) -> Deadlines:
    """Each date, and where it falls on a day without work also the working day after it, which is the safe one."""
    found = {}
    for name, day in dates.items():
        safe = working_day_from(country, day)
        if safe != day:
            found[f"{name}_unrolled"] = day
        found[name] = safe
    return Deadlines(found, sources, VERSION, (*doubts, ROLLED))


def eop(country: str) -> Procedure:
    """The European order for payment: 30 days to oppose from service, across a border only."""

    def deadlines(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
        opposition = days["served"] + timedelta(days=30)
        return rolled(country, {"opposition_until": opposition}, ("Regulation (EC) 1896/2006, art. 16",))

    return deadlines


def limitation(years: int, *sources: str, doubts: tuple[Reason, ...] = ()) -> Procedure:
    """The last day on which a claim can be brought: so many years after it fell due (``due``)."""

    def deadlines(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
        due = days["due"]
        last = due.replace(year=due.year + years, day=28 if (due.month, due.day) == (2, 29) else due.day)
        return Deadlines({"claim_until": last}, tuple(sources), None, doubts)

    return deadlines
