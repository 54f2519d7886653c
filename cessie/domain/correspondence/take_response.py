"""Take what a buyer answers in the network to an invoice that was sent to him: once, into the thread of his debts."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Message, Note, Receiving
from cessie.domain.correspondence.take_note import Taken, keep_note
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.invoice_response import InvoiceResponse, read
from cessie.lib.reasons import Refusal

#: What a person looks at: it asks, refuses, or takes it on conditions. The rest is good to know.
ASKS: Final = frozenset({"UQ", "CA", "RE"})
SIGNS: Final = 6_000


@transaction.atomic
def take_response(*, key: str, sender: str, data: bytes, by: Viewer, at: datetime) -> Taken:
    """Keep it under the carrier's number of it (``key``) and, where it is about an invoice of ours that went to its
    ``sender``, put it into that thread; then the invoice has arrived.

    What refuses, questions or sets conditions waits for a person; so does what is of no invoice that we know, or cannot
    be read. That he will pay is no money: the bank tells that.
    """
    name = f"peppol:{key}"
    there = Note.objects.filter(key=name).first()
    if there is not None:
        return Taken(there, False)
    try:
        said = read(data)
    except Refusal as no:
        note = Note(key=name, way="peppol", kind="response", writer=sender[:200], subject=no.reason.code, at=at)
        return keep_note(note, data, (), by, at)
    message = _of(said, sender)
    quiet = message is not None and said.code not in ASKS
    note = Note(
        key=name, way="peppol", kind="response", writer=(said.sender_name or sender)[:200], message=message,
        invoice_number=said.number[:60], text=said.words[:SIGNS], response=_codes(said), at=at,
        read_at=at if quiet else None, read_by=by.key if quiet else "",
    )  # fmt: skip
    if message is not None:
        note.client_id, note.debtor_id = message.client_id, message.debtor_id
        _arrived(message, said, by, at)
    return keep_note(note, data, (), by, at)


def _of(said: InvoiceResponse, sender: str) -> Message | None:
    """The invoice that went over the network to whoever answers now; nobody else speaks about it."""
    if not sender:
        return None
    debtors = Receiving.objects.filter(participant__iexact=sender).values("pk")
    rows = Message.objects.filter(debtor__in=debtors, kind="invoice", channel="peppol")
    of = Q(says__number=said.number)
    if said.of == "message":
        of |= Q(attempts__answer=said.number)
    return rows.filter(of).order_by("-written_at", "-pk").first()


def _arrived(message: Message, said: InvoiceResponse, by: Viewer, at: datetime) -> None:
    """Who answers the invoice has it; an answer to the message alone says only that a machine took it, or did not."""
    if said.of == "invoice" and locked(message.pk).state == "sent":
        message.refresh_from_db()
        move(message, "deliver", by=by, at=at, data={"response": said.code})


def _codes(said: InvoiceResponse) -> dict[str, object]:
    """What was said in codes; words stand in the note's text."""
    return {
        "of": said.of, "code": said.code, "reasons": list(said.codes("OPStatusReason")),
        "actions": list(said.codes("OPStatusAction")),
    }  # fmt: skip
