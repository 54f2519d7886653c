"""Begin to hand a mail over: written down before anything leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.connectors.channels import Piece
from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Attempt, Message
from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.documents import originals
from cessie.domain.users.rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Begun:
    """What is to be handed over now, by whoever began it and nobody else."""

    message_id: UUID
    name: str
    piece: Piece


@transaction.atomic
def begin(*, message_id: UUID, by: Viewer, at: datetime) -> Begun | None:
    """Mark a kept mail as being sent and give its bytes; None where another took it, or its time has not come."""
    message = locked(message_id)
    if message.state != "queued" or message.channel != "email" or message.next_at > at or message.document_id is None:
        return None
    note_attempt(message, at)
    message.sending_at = at
    move(message, "begin", by=by, at=at)
    return Begun(message.pk, str(message.pk), piece_of(message))


def note_attempt(message: Message, at: datetime) -> Attempt:
    """One more attempt has begun."""
    number = message.attempts.count() + 1
    return Attempt.objects.create(message=message, number=number, channel=message.channel, began_at=at)


def piece_of(message: Message) -> Piece:
    """The bytes as they are kept; ``Damaged`` where the store lost them."""
    to, sender = Recipient.from_json(message.recipient), Sender.from_json(message.sender)
    return Piece(
        reference=message.reference,
        letter=originals.read(message.document_id or ""),
        lines=to.lines,
        wire=originals.read(message.wire_id) if message.wire_id else b"",
        mail_from=sender.email,
        mail_to=to.email,
    )
