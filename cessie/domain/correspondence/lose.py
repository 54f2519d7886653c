"""A message whose sender died: nobody knows whether it left, and nothing sends it again by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.end import UNSURE
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.outlets import AT_ONCE
from cessie.domain.correspondence.rules.retry import LOST_AFTER
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import Reason


def lose(*, by: Viewer, at: datetime) -> int:
    """What hands over at once and is being sent for longer than any talk takes becomes ``unsure``; how many."""
    stale = Message.objects.filter(state="sending", channel__in=AT_ONCE, sending_at__lte=at - LOST_AFTER)
    count = 0
    for message_id in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            message = locked(message_id)
            if message.state != "sending":
                continue
            words = "-"
            message.attempts.filter(ended_at__isnull=True).update(ended_at=at, outcome="unknown", answer=words)
            message.trouble = Reason("letter.unsure", UNSURE, {"words": words}).to_json()
            move(message, "lose", by=by, at=at)
            count += 1
    return count
