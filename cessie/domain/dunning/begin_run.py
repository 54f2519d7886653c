"""Begin a run: its debtors are cut into slices, which jobs look at."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.dunning.items import debtors_with_open_items
from cessie.domain.dunning.models import Run, Slice
from cessie.domain.dunning.rights import require
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal

#: Debtors of a slice, which is a transaction.
GROUP = 500


class AnotherRun(Refusal):
    """A run of this creditor for another day is not done yet."""


@transaction.atomic
def begin_run(*, client_id: UUID | None, on: date, automatic: bool = False, by: Viewer, at: datetime) -> Run:
    """The run of a creditor (None: the house) for a day; jobs gather it (``gather``).

    Again, also at once: the run that there is. An automatic one comes once a day, whatever became of it; a person may
    begin another after one that is done or cancelled.
    Refused: no right (``NotAllowed``), not his (``NotFound``), a run of another day that waits (``AnotherRun``).
    """
    require("dunning.run", client_id, by)
    new = Run(client_id=client_id, on=on, automatic=automatic, begun_at=at, begun_by=by.key)
    Run.objects.bulk_create([new], ignore_conflicts=True)  # of two at once one begins it
    if not Run.objects.filter(pk=new.pk).exists():
        return _there(client_id, on, automatic)
    keys = debtors_with_open_items(client_id)
    slices = [Slice(run=new, first=part[0], last=part[-1]) for part in _parts(keys)]
    Slice.objects.bulk_create(slices, batch_size=5000)
    facts = {"on": on, "debtors": len(keys), "automatic": automatic}
    record(action="dunning.begin_run", subject=new, by=by, at=at, client_id=client_id, data=facts)
    return new


def _parts(keys: list[UUID]) -> list[list[UUID]]:
    return [keys[i : i + GROUP] for i in range(0, len(keys), GROUP)]


def _there(client_id: UUID | None, on: date, automatic: bool) -> Run:
    """The run that stands in the way, if it is the one that was asked for."""
    mine = Run.objects.filter(client=client_id, automatic=automatic)
    waiting = mine.filter(state__in=("gathering", "draft", "confirmed")).first()
    if waiting is not None and waiting.on == on:
        return waiting
    if automatic and (done := mine.filter(on=on).first()) is not None:
        return done
    day = waiting.on if waiting else on
    raise AnotherRun("dunning.another_run", N_("The run of {day} is not done yet: finish or cancel it."), day=day)
