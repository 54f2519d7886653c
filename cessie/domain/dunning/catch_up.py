"""A reminder that was timed, or that rings in a pocket, leaves in the hours in which debtors are written to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.put_off import put_off
from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.rules.parts import in_hours
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def catch_up(*, message_id: UUID, by: Viewer, at: datetime) -> bool:
    """Whether a message must wait for an hour: a text message, or one that was given a part of the day, outside the
    hours (``rules.parts``); again changes nothing. Whether it then still asks for what is owed is asked when it leaves
    (``still_asks``).

    Locks: the message.
    """
    hour = in_hours(at)
    if hour <= at:
        return False
    message = Message.objects.get(pk=message_id)
    timed = Touch.objects.filter(message_id=message.first_id or message.pk).exclude(part="")
    if message.channel != "sms" and not timed.exists():
        return False
    put_off(message_id=message_id, until=hour, by=by, at=at)
    return True
