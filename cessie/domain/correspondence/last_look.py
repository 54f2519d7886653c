"""The last look at what leaves in confidence: the very bytes, with every file that goes along."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from cessie.domain.correspondence.drop import drop
from cessie.domain.correspondence.marks import house_marks
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.silence import leak_in, reason_of
from cessie.domain.documents import originals
from cessie.domain.users.rules.viewer import Viewer

#: What goes over the wire of each channel, as the name of a file.
_WIRES: Final = {"email": "mail.eml", "portal": "mail.eml", "peppol": "invoice.xml"}


def last_look(*, message_id: UUID, by: Viewer, at: datetime) -> bool:
    """Whether a kept message may leave; one written in confidence that names the house is dropped, with the place.

    The words of the letter were looked through when it was written; here are its file, its metadata, the mail's
    headers, and invoices that go along as their writer made them.
    """
    message = Message.objects.get(pk=message_id)
    if not Sender.from_json(message.sender).confidential:
        return True
    kept = [(_WIRES.get(message.channel, "message.txt"), message.wire_id)]
    if message.channel not in ("email", "portal"):  # there it goes along in the mail
        kept += [(f"{message.reference}.pdf", message.document_id)]
    found = leak_in([(name, originals.read(digest)) for name, digest in kept if digest], of=house_marks())
    if found is None:
        return True
    drop(message_id=message_id, reason=reason_of(*found), by=by, at=at)
    return False
