"""Note what came of a call."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.dunning.door import locked_touch
from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.states import RESULTS, TOUCH
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def note_call(*, touch_id: UUID, result: str, note: str = "", by: Viewer, at: datetime) -> Touch:
    """The call was made, with its result (``models.RESULTS``); the same again changes nothing.

    Refused: no right (``NotAllowed``), not his (``NotFound``), no such result, what is no call (``WrongState``).
    """
    touch = locked_touch(touch_id)
    require("dunning.run", touch.run.client_id, by)
    if result not in RESULTS:
        raise Refusal("dunning.no_result", N_("Please say what came of the call."))
    if touch.state == "called" and touch.result == result:
        return touch
    touch.state = TOUCH.after(touch.state, "note")
    touch.result, touch.note, touch.noted_at, touch.noted_by = result, note.strip(), at, by.key
    touch.save(update_fields=["state", "result", "note", "noted_at", "noted_by"])
    facts = {"result": result, "debtor": touch.debtor_id}
    record(action="dunning.note_call", subject=touch, by=by, at=at, client_id=touch.client_id, data=facts)
    return touch
