"""Look whether what was agreed is kept: each night, and whenever somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.amounts import Progress, progress
from cessie.domain.arrangements.door import locked, move
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.rules.standing import Verdict, verdict
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day

#: Arrangements whose figures are asked for at once.
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """How many were found kept and how many broken."""

    kept: int
    broken: int


def look(*, awaited: Mapping[UUID, date] | None = None, by: Viewer, at: datetime) -> Looked:
    """Close each running arrangement that is kept or broken by now, one by one, from what is open in the ledger.

    ``awaited``: of plans by direct debit the day of the earliest instalment that is on its way from the debtor's bank.

    A day that was missed changes nothing: the state of the books decides, not the day of the job. Again does nothing.
    Refused: no right (``NotAllowed``).
    """
    by.require("arrangements.decide")
    found, coming = {"kept": 0, "broken": 0}, awaited or {}
    for rows in _chunks():
        figures = progress(rows)
        for row in rows:
            said = _verdict(row, figures[row.pk], coming.get(row.pk), at)
            if said != "running" and _close(row.pk, coming.get(row.pk), by, at):
                found[said] += 1
    return Looked(**found)


def _verdict(row: Arrangement, figures: Progress, awaited: date | None, at: datetime) -> Verdict:
    return verdict(figures.parts, figures.paid, booking_day(at), acceleration=row.acceleration, awaited=awaited)


@transaction.atomic
def _close(arrangement_id: UUID, awaited: date | None, by: Viewer, at: datetime) -> bool:
    """Once more under the lock: money may have come, or a person have ended it, since the list was read."""
    row = locked(arrangement_id, by)
    if row.state != "running":
        return False
    said = _verdict(row, progress([row])[row.pk], awaited, at)
    if said == "running":
        return False
    move(row, "keep" if said == "kept" else "break", by=by, at=at)
    return True


def _chunks() -> Iterator[list[Arrangement]]:
    last: UUID | None = None
    while True:
        rows = Arrangement.objects.filter(state="running").order_by("pk")
        chunk = list((rows if last is None else rows.filter(pk__gt=last))[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1].pk
