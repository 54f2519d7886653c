"""A message that was about to leave waits until a later hour."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.correspondence.door import locked
from cessie.domain.correspondence.models import Message
from cessie.domain.users.rules.viewer import Viewer


def put_off(*, message_id: UUID, until: datetime, by: Viewer, at: datetime) -> Message:
    """It does not leave before ``until``; one that is on its way or gone stays as it is, and so does a later hour."""
    message = locked(message_id)
    if message.state == "queued" and message.next_at < until:
        message.next_at = until
        message.save(update_fields=["next_at"])
        record(
            action="correspondence.put_off", subject=message, by=by, at=at, client_id=message.client_id,
            data={"reference": message.reference, "until": until},
        )  # fmt: skip
    return message
