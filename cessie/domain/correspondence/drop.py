"""A message that has not begun to leave never will: its reason is gone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.door import locked, move
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import Reason


@transaction.atomic
def drop(*, message_id: UUID, reason: Reason, by: Viewer, at: datetime) -> bool:
    """Let a draft or a waiting message be, for a reason; whether it was one (else nothing happens)."""
    message = locked(message_id)
    if message.state not in ("draft", "queued"):
        return False
    message.trouble = reason.to_json()
    move(message, "drop", by=by, at=at, data={"reason": reason})
    return True
