"""When a ledger is due: some days after the end of each week (Sunday) or month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cessie.terms.contract import LedgerEvery

_SUNDAY = 6
#: A client is told of his next ledger so many days before it is due, and when it is so many days late.
BEFORE: Final = 2
LATE: Final[Mapping[str, int]] = {"late": 1, "very_late": 5}
STAGES: Final = ("before", *LATE)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the ledger that should be there is: ``late`` is by how many days it is not (0: fresh).

    ``wanted``: the day as of which the next one is, ``due``: the day by which it must have come.
    """

    wanted: date
    due: date
    late: int

    @property
    def fresh(self) -> bool:
        """Whether nothing is missing."""
        return not self.late


def period_end(day: date, every: LedgerEvery) -> date:
    """The last day of the week or month in which ``day`` lies.

    >>> period_end(date(2026, 2, 3), "MONTHLY"), period_end(date(2026, 2, 3), "WEEKLY")
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 8))
    """
    if every == "WEEKLY":
        return day + timedelta(days=_SUNDAY - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def standing_of(*, began: date, last: date | None, on: date, every: LedgerEvery, days: int) -> Standing:
    """How a contract that began on ``began`` stands on ``on``, the last accepted ledger being as of ``last``.

    The first ledger is due ``days`` after the contract begins; each next one is that of the first week or month that
    ends behind the last.

    >>> standing_of(began=date(2026, 1, 1), last=date(2026, 1, 31), on=date(2026, 3, 13), every="MONTHLY", days=10)
    Standing(wanted=datetime.date(2026, 2, 28), due=datetime.date(2026, 3, 10), late=3)
    """
    wanted = began if last is None else period_end(last + timedelta(days=1), every)
    due = wanted + timedelta(days=days)
    return Standing(wanted, due, max(0, (on - due).days))


def stage_of(found: Standing, on: date) -> str:
    """Which reminder is due: "" for none. Of those that were missed the last one counts.

    >>> late = Standing(date(2026, 2, 28), date(2026, 3, 10), 0)
    >>> stage_of(late, date(2026, 3, 7)), stage_of(late, date(2026, 3, 9))
    ('', 'before')
    >>> stage_of(Standing(late.wanted, late.due, 6), date(2026, 3, 16))
    'very_late'
    """
    if found.late:
        return max((stage for stage, days in LATE.items() if found.late >= days), key=lambda stage: LATE[stage])
    return "before" if (found.due - on).days <= BEFORE else ""
