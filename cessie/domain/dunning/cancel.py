"""A person cancels a run: what has not left does not leave."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.dunning.door import locked_run
from cessie.domain.dunning.models import Run, Touch, TouchItem
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.states import RUN
from cessie.domain.dunning.undo import Left, withdraw
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason

CANCELLED = Reason("dunning.cancelled", N_("The run was cancelled."))


@transaction.atomic
def cancel(*, run_id: UUID, by: Viewer, at: datetime) -> Run:
    """Nothing more goes out; messages that have not left are dropped, those that have left stay. Again changes nothing.

    Locks: the run, then what its debtors get. Refused: no right (``NotAllowed``), not his (``NotFound``), a run that
    is done (``WrongState``).
    """
    run = locked_run(run_id)
    require("dunning.run", run.client_id, by)
    if run.state == "cancelled":
        return run
    run.state, run.ended_at, run.ended_by = RUN.after(run.state, "cancel"), at, by.key
    run.save(update_fields=["state", "ended_at", "ended_by"])
    mine = Touch.objects.filter(run=run)
    waiting = mine.filter(state="planned").select_for_update(of=("self",))
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    mine.filter(pk__in=keys).update(state="void", trouble=CANCELLED.to_json())
    TouchItem.objects.filter(touch_id__in=keys).update(counts=False)
    taken_back = 0
    for touch in (
        mine.filter(state__in=("written", "calling", "offered")).select_for_update(of=("self",)).order_by("pk")
    ):
        taken_back += _taken_back(touch, by, at)
    facts = {"on": run.on, "not_written": len(keys), "taken_back": taken_back}
    record(action="dunning.cancel", subject=run, by=by, at=at, client_id=run.client_id, data=facts)
    return run


def _taken_back(touch: Touch, by: Viewer, at: datetime) -> bool:
    try:
        with transaction.atomic():
            withdraw(touch, CANCELLED, by, at)
    except Left:
        return False
    return True
