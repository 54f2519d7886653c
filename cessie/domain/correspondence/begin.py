"""Begin to hand a mail over: written down before anything leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.connectors.channels import Address, Piece
from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Attempt, Message
from cessie.domain.correspondence.outlets import AT_ONCE
from cessie.domain.correspondence.rules.address import Recipient, Sender, number_and_box
from cessie.domain.documents import originals
from cessie.domain.users.rules.viewer import Viewer

#: Channels whose wire is a short text.
TEXTS: Final = ("sms", "registered_email")


@dataclass(frozen=True, slots=True)
class Begun:
    """What is to be handed over now, by whoever began it and nobody else."""

    message_id: UUID
    channel: str
    name: str
    piece: Piece


@transaction.atomic
def begin(*, message_id: UUID, by: Viewer, at: datetime) -> Begun | None:
    """Mark a kept message as being sent and give its bytes; None where another took it, or its time has not come."""
    message = locked(message_id)
    ready = message.state == "queued" and message.channel in AT_ONCE and message.next_at <= at
    if not ready or message.document_id is None:
        return None
    note_attempt(message, at)
    message.sending_at = at
    move(message, "begin", by=by, at=at)
    return Begun(message.pk, message.channel, str(message.pk), piece_of(message))


def note_attempt(message: Message, at: datetime) -> Attempt:
    """One more attempt has begun."""
    number = message.attempts.count() + 1
    return Attempt.objects.create(message=message, number=number, channel=message.channel, began_at=at)


def piece_of(message: Message) -> Piece:
    """The bytes as they are kept; ``Damaged`` where the store lost them."""
    to, sender = Recipient.from_json(message.recipient), Sender.from_json(message.sender)
    wire = originals.read(message.wire_id) if message.wire_id else b""
    letter = originals.read(message.document_id or "")
    return Piece(
        reference=message.reference,
        letter=letter,
        lines=to.lines,
        wire=wire,
        mail_from=sender.email,
        mail_to=to.email,
        address=_parts(to),
        pages=message.pages,
        name=to.name,
        sender=sender.participant,
        participant=to.participant,
        mobile=to.mobile,
        text=wire.decode() if message.channel in TEXTS else "",
        attention=to.attention,
    )


def _parts(to: Recipient) -> Address | None:
    """The postal address as a print partner wants it; None where it is not whole."""
    place = to.place
    if place is None or not place.is_whole:
        return None
    number, box = number_and_box(place.building)
    return Address(to.name, to.attention, place.street, number, box, place.postcode, place.town, place.country)
