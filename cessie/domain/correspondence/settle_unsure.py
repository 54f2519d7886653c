"""A person says what became of a mail of which nobody knows whether it left."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Message
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def settle_unsure(*, message_id: UUID, left: bool, note: str, by: Viewer, at: datetime) -> Message:
    """It left (``sent`` at the moment of its last try), or it did not and is sent again; ``note`` says how he knows.

    Refused: no right or no person (``NotAllowed``), no note, a message that is not unsure (``WrongState``).
    """
    by.require("correspondence.decide")
    if not note.strip():
        raise Refusal("letter.no_note", N_("Say in a few words how you know."))
    message = locked(message_id)
    event: Literal["confirm", "again"] = "confirm" if left else "again"
    tried = message.attempts.order_by("-number").values_list("began_at", flat=True).first()
    message.told_at = tried or at if left else None
    message.next_at, message.sending_at = at, None
    message.trouble = None
    move(message, event, by=by, at=at, data={"note": note.strip()})
    return message
