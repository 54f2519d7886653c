"""A person takes a debtor out of a run, or puts him back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.dunning.door import locked_run, locked_touch
from cessie.domain.dunning.models import Touch, TouchItem
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.states import RUN, TOUCH
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def take_out(*, touch_id: UUID, note: str, by: Viewer, at: datetime) -> Touch:
    """He gets nothing in this run, for a reason; again changes nothing. The next run asks about him again.

    Locks: the run, what he gets. Refused: no right (``NotAllowed``), not his (``NotFound``), no reason given, a run
    that is confirmed already (``WrongState``).
    """
    touch = _of_a_draft(touch_id, by)
    if touch.state == "out":
        return touch
    if not note.strip():
        raise Refusal("dunning.no_note", N_("Please say why he gets nothing now."))
    _set(touch, "take_out", note.strip(), by, at)
    TouchItem.objects.filter(touch=touch).update(counts=False)
    return touch


@transaction.atomic
def put_back(*, touch_id: UUID, by: Viewer, at: datetime) -> Touch:
    """He gets it after all; again changes nothing. Refused as ``take_out``."""
    touch = _of_a_draft(touch_id, by)
    if touch.state == "planned":
        return touch
    _set(touch, "put_back", "", by, at)
    TouchItem.objects.filter(touch=touch).update(counts=True)
    return touch


def _of_a_draft(touch_id: UUID, by: Viewer) -> Touch:
    """The touch, with its run locked and still a draft."""
    run = locked_run(Touch.objects.filter(pk=touch_id).values_list("run_id", flat=True).first() or touch_id)
    require("dunning.run", run.client_id, by)
    touch = locked_touch(touch_id)
    RUN.after(run.state, "confirm")  # refused where there is nothing to look through any more
    return touch


def _set(touch: Touch, event: str, note: str, by: Viewer, at: datetime) -> None:
    touch.state = TOUCH.after(touch.state, event)
    touch.note, touch.noted_at, touch.noted_by = note, at, by.key
    touch.save(update_fields=["state", "note", "noted_at", "noted_by"])
    facts = {"run": touch.run_id, "debtor": touch.debtor_id, "step": touch.step}
    record(action=f"dunning.{event}", subject=touch, by=by, at=at, client_id=touch.client_id, data=facts)
