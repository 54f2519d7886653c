"""What came back: a mail that did not arrive, a letter that the post returned; and a receipt that proves arrival."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.write import write_again
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason, Refusal


@transaction.atomic
def bounce(*, message_id: UUID, note: str, follow: bool, by: Viewer, at: datetime) -> Message:
    """Note that it came back and why. A mail is followed by a letter; a letter that the post returned by a draft that
    waits for a better address (``follow``: unless nobody may write to this debtor any more).

    Refused: no right or no person (``NotAllowed``), no note, a message that was not sent (``WrongState``).
    """
    by.require("correspondence.decide")
    if not note.strip():
        raise Refusal("letter.no_reason", N_("Say in a few words why it came back."))
    message = locked(message_id)
    message.trouble = Reason("letter.bounced", N_("It came back: {words}"), {"words": note.strip()}).to_json()
    move(message, "bounce", by=by, at=at)
    if follow:
        write_again(after=message, repeats=False, by=by, at=at)
    return message


@transaction.atomic
def deliver(*, message_id: UUID, note: str, by: Viewer, at: datetime) -> Message:
    """Note how it is known that the debtor received it: his answer, a receipt.

    Refused: no right or no person (``NotAllowed``), no note, a message that was not sent (``WrongState``).
    """
    by.require("correspondence.decide")
    if not note.strip():
        raise Refusal("letter.no_note", N_("Say in a few words how you know."))
    message = locked(message_id)
    move(message, "deliver", by=by, at=at, data={"note": note.strip()})
    return message
