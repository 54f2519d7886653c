"""The one door through which a message changes its state, under the lock of its row, with its line in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.states import MESSAGE
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def locked(message_id: UUID) -> Message:
    """The message under its lock; ``NotFound`` where there is none. Within a transaction."""
    row = Message.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if row is None:
        raise NotFound("letter.unknown", N_("There is no such letter."))
    return row


def move(message: Message, event: str, *, by: Viewer, at: datetime, data: Mapping[str, Any] | None = None) -> None:
    """Change the state of a locked message; refused (``WrongState``) where the table has no such move.

    What else the caller changed on the row is saved with it. ``data`` goes into the trail: no personal data.
    """
    message.state = MESSAGE.after(message.state, event)
    message.save()
    facts = {"reference": message.reference, "state": message.state, "channel": message.channel}
    record(
        action=f"correspondence.{event}",
        subject=message,
        by=by,
        at=at,
        client_id=message.client_id,
        data=facts | dict(data or {}),
    )
