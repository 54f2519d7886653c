"""How old that is of which the books know no due day, and later rooms do: a room that can tell it has ``TOLD_AGES`` in
its ``told_ages.py``, and in ``LACKING`` what a person should know of it before a month ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from uuid import UUID

from django.apps import apps

from cessie.lib.reasons import Reason

#: Not due, 1 to 30, 31 to 60, 61 to 90, more than 90 days, as ``ledger.receivables.aged`` sorts.
AGES = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What stands without a due day on a debtor's account, in cents by five ages: ``sound`` without what is doubtful,
    ``whole`` with it. ``as_of``: the day of the ledger that told them; None: nobody did, and all counts as not due."""

    sound: tuple[int, ...]
    whole: tuple[int, ...]
    as_of: date | None


#: Of contracts at the end of a day, by contract and debtor, as it was known at a moment (None: as it is known).
Tell = Callable[[Collection[UUID], date, datetime | None], Mapping[tuple[UUID, UUID], Told]]

#: What is sorted by nothing, or by something old, at the last day of a month.
Lack = Callable[[date], Iterator[Reason]]


def told_ages(
    contracts: Collection[UUID], day: date, known_at: datetime | None = None
) -> Mapping[tuple[UUID, UUID], Told]:
    """By contract and debtor; nothing of what the books know by themselves."""
    found: dict[tuple[UUID, UUID], Told] = {}
    if contracts:
        for room in _rooms():
            tell: Tell = room.TOLD_AGES
            found |= tell(contracts, day, known_at)
    return found


def lacking(last: date) -> Iterator[Reason]:
    """What hinders no month, but is better sent before it ends."""
    for room in _rooms():
        lack: Lack = room.LACKING
        yield from lack(last)


def moved(ages: Sequence[int], told: Sequence[int]) -> tuple[int, ...]:
    """The books' ages (cents), where what has no due day counts as not due, with that part as it was told. The sum is
    the books'.

    >>> moved((100, 0, 7, 0, 0), (20, 50, 0, 0, 10))
    (40, 50, 7, 0, 10)
    """
    found = [one + other for one, other in zip(ages, told, strict=True)]
    found[0] -= sum(told)
    return tuple(found)


@cache
def _rooms() -> tuple[ModuleType, ...]:
    names = [app.name for app in apps.get_app_configs() if app.name.startswith("cessie.domain.")]
    later = [name for name in names if name != "cessie.domain.charges" and find_spec(f"{name}.told_ages")]
    return tuple(import_module(f"{name}.told_ages") for name in later)
