"""Send a notice once more, because a person asks for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.door import locked
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.states import TOLD
from cessie.domain.correspondence.write import write_again
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


class NotTold(Refusal):
    """What has not left cannot be repeated."""


@transaction.atomic
def resend(*, message_id: UUID, by: Viewer, at: datetime) -> Message:
    """A new message with the same content that names the first; asked twice at once it is one.

    Refused: no right or no person (``NotAllowed``), a message that is still on its way or came back (``NotTold``).
    """
    by.require("correspondence.decide")
    message = locked(message_id)
    if message.state not in TOLD:
        raise NotTold("letter.not_told", N_("Only a letter that has left can be sent again."))
    new = write_again(after=message, repeats=True, by=by, at=at)
    record(
        action="correspondence.resend",
        subject=message,
        by=by,
        at=at,
        client_id=message.client_id,
        data={"reference": new.reference},
    )
    return new
