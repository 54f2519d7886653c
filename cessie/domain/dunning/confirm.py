"""A person looked through a run: what is in it goes out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.dunning.door import locked_run
from cessie.domain.dunning.models import Run, Touch
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.states import RUN
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def confirm(*, run_id: UUID, by: Viewer, at: datetime) -> Run:
    """Let the run go; jobs do the rest (``step_run``). Again changes nothing.

    Refused: no right (``NotAllowed``), not his (``NotFound``), one that is gathering still or was cancelled
    (``WrongState``).
    """
    run = locked_run(run_id)
    require("dunning.run", run.client_id, by)
    if run.state in ("confirmed", "done"):
        return run
    run.state = RUN.after(run.state, "confirm")
    run.confirmed_at, run.confirmed_by = at, by.key
    run.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    facts = {"on": run.on, "debtors": Touch.objects.filter(run=run, state="planned").count()}
    record(action="dunning.confirm", subject=run, by=by, at=at, client_id=run.client_id, data=facts)
    return run
