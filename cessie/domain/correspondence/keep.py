"""Keep the bytes of a message before anything leaves: the letter, and for mail what goes over the wire."""

from __future__ import annotations

import io
from datetime import datetime
from uuid import UUID

import pikepdf
from django.db import transaction

from cessie.connectors.channels.email.compose import Mail, compose
from cessie.domain.correspondence.door import locked
from cessie.domain.correspondence.letterheads import head_of
from cessie.domain.correspondence.letters.pdf import pdf_of
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.letter import Letter, mail_text
from cessie.domain.correspondence.rules.means import PAPER_CHANNELS
from cessie.domain.correspondence.rules.papers import copies_of, e_invoice_of, paper_from, printed_of
from cessie.domain.documents import originals
from cessie.domain.documents.models import Document
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day

#: Copies of invoices that go with a mail at most, and their bytes together.
COPIES, COPIES_BYTES = 10, 8_000_000


@transaction.atomic
def keep(*, message_id: UUID, by: Viewer, at: datetime) -> Message:
    """The message with its bytes in the store; those of a former try stay the ones that leave.

    Does nothing to a message that is not about to leave. Raises ``Rejected`` where the mail address is none.
    """
    message = locked(message_id)
    if message.state != "queued":
        return message
    if message.document_id is None:
        letter = letter_of(message, at)
        message.subject = letter.subject
        pdf = _with_invoice(pdf_of(letter), message.channel, printed_of(letter.paper))
        message.document = _store(message, pdf, "pdf", by, at)
        message.pages = pages_of(pdf)
        if message.channel in ("email", "portal"):
            message.wire = _store(message, _mail(message, letter, pdf, at), "eml", by, at)
        elif message.channel == "peppol":
            message.wire_id = e_invoice_of(letter.paper)
        elif message.channel == "sms":
            message.wire = _store(message, short_text(message, letter).encode(), "txt", by, at)
        elif message.channel == "registered_email":
            message.wire = _store(message, mail_text(letter).encode(), "txt", by, at)
        message.save(update_fields=["subject", "pages", "document", "wire"])
    return message


def letter_of(message: Message, at: datetime) -> Letter:
    """What is set in type."""
    first = message.first if message.repeats else None
    again = (first.reference, booking_day(first.told_at or first.written_at)) if first is not None else None
    frame = Frame(
        sender=Sender.from_json(message.sender),
        recipient=Recipient.from_json(message.recipient),
        language=message.language,
        reference=message.reference,
        on=booking_day(at),
        again=again,
    )
    return Letter(paper_from(message.kind, message.says), frame, head_of(frame.sender))


def _mail(message: Message, letter: Letter, pdf: bytes, at: datetime) -> bytes:
    """The mail with the very letter that is kept beside it."""
    return compose(
        Mail(
            identity=str(message.pk),
            from_name=letter.frame.sender.name,
            from_email=letter.frame.sender.email,
            to_name=letter.frame.recipient.name,
            to_email=letter.frame.recipient.email,
            subject=letter.subject,
            text=mail_text(letter),
            language=letter.frame.language,
            at=at,
            file_name=f"{message.reference}.pdf",
            letter=pdf,
            reply_to=letter.frame.sender.reply_to,
            copies=_copies(letter),
        )
    )


def pages_of(pdf: bytes) -> int:
    """How many pages a letter of ours has."""
    with pikepdf.open(io.BytesIO(pdf)) as found:
        return len(found.pages)


def short_text(message: Message, letter: Letter) -> str:
    """What a phone shows: who writes, about what, and where the rest is. It names no debt, as no subject does."""
    link = "" if letter.frame.sender.confidential else str(message.says.get("portal_link") or "")
    told = link or letter.frame.sender.reply_to or letter.frame.sender.email
    return f"{letter.frame.sender.name}: {letter.subject} ({message.reference}). {told}".strip()


def _with_invoice(letter: bytes, channel: str, printed: str) -> bytes:
    """On paper the invoice is bound behind its letter; elsewhere it goes along as a file of its own."""
    if not printed or channel not in PAPER_CHANNELS:
        return letter
    bound = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter)) as whole, pikepdf.open(io.BytesIO(originals.read(printed))) as invoice:
        whole.pages.extend(invoice.pages)
        whole.save(bound, deterministic_id=True)
    return bound.getvalue()


def _copies(letter: Letter) -> tuple[tuple[str, bytes], ...]:
    """The invoices that the mail brings along, as PDF, and the e-invoice; those of another kind, too many or too large
    stay away."""
    found, size = [], 0
    for number, digest in enumerate(copies_of(letter.paper)[:COPIES], 1):
        data = originals.read(digest)
        size += len(data)
        kind = "xml" if digest == e_invoice_of(letter.paper) else "pdf" if data.startswith(b"%PDF-") else ""
        if kind and size <= COPIES_BYTES:
            found.append((f"{number}.{kind}", data))
    return tuple(found)


def _store(message: Message, data: bytes, ending: str, by: Viewer, at: datetime) -> Document:
    name = f"{message.reference}.{ending}"
    return store(data=data, name=name, channel="own", client_id=message.client_id, by=by, at=at).document
