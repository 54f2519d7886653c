"""Take what somebody wrote to us into the thread of his debts: once, however often it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import Message, Note, NoteFile
from cessie.domain.documents.models import Document
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.mail import SIGNS, Attached, Incoming, Unreadable, read_mail, references
from cessie.lib.reasons import N_, Refusal

#: Bytes of the files of one note that came by a page.
PAGE_BYTES = 15_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """The note, and whether it is new."""

    note: Note
    is_new: bool


@transaction.atomic
def take_mail(*, data: bytes, by: Viewer, at: datetime) -> Taken:
    """A mail that came in: its original is kept, and it joins the thread of the message that it answers.

    What a machine wrote needs nobody. What names no message of ours waits for a person. Bytes that are no mail are
    kept too, and shown as that (kind ``answer``, without words).
    """
    key = f"mail:{sha256(data).hexdigest()}"
    there = Note.objects.filter(key=key).first()
    if there is not None:
        return Taken(there, False)
    try:
        mail = read_mail(data)
    except Unreadable:
        mail = Incoming("answer", False, "", "", (), "", "", (), (), 0)
    message = _answered(mail)
    note = Note(
        key=key, way="mail", kind=mail.kind, message=message, writer=mail.name or mail.sender, address=mail.sender,
        subject=mail.subject, text=mail.text, left_out=mail.left_out, at=at,
        read_at=at if mail.kind == "auto" else None, read_by=by.key if mail.kind == "auto" else "",
    )  # fmt: skip
    if message is not None and message.client_id is not None:  # of several clients a person says whose it is
        note.client_id, note.debtor_id = message.client_id, message.debtor_id
    return keep_note(note, data, mail.files, by, at)


@transaction.atomic
def take_words(
    *,
    key: str,
    client_id: UUID,
    debtor_id: UUID,
    text: str,
    writer: str,
    invoice_number: str = "",
    files: Sequence[Attached] = (),
    by: Viewer,
    at: datetime,
) -> Taken:
    """Words from the debtor's own page; ``key`` is the form's, so that sent twice it is one note.

    The caller knows that whoever writes is this debtor. Refused: nothing written, too much (``letter.words``).
    """
    plain = text.strip()
    if not plain or len(plain) > SIGNS or sum(len(file.data) for file in files) > PAGE_BYTES:
        words = N_("Write something, at most {signs} signs and {megabytes} MB of files.")
        raise Refusal("letter.words", words, signs=SIGNS, megabytes=PAGE_BYTES // 1_000_000)
    key = f"page:{client_id}:{debtor_id}:{key}"
    there = Note.objects.filter(key=key).first()
    if there is not None:
        return Taken(there, False)
    note = Note(
        key=key, way="portal", kind="answer", client_id=client_id, debtor_id=debtor_id, writer=writer[:200],
        text=plain, invoice_number=invoice_number[:60], at=at,
    )  # fmt: skip
    return keep_note(note, b"", files, by, at)


def _answered(mail: Incoming) -> Message | None:
    """The message of ours that a mail answers; the surest sign first."""
    for found in references(mail):
        rows = Message.objects.filter(reference=found)
        name = found.partition("@")[0]
        if "@" in found:
            try:
                rows = Message.objects.filter(pk=UUID(name))
            except ValueError:
                continue
        message = rows.first()
        if message is not None:
            return message
    return None


def keep_note(note: Note, original: bytes, files: Sequence[Attached], by: Viewer, at: datetime) -> Taken:
    """Keep a note that is new with what it came as and its files; for verbs that make one, in their transaction."""
    if original:
        ending, name = "xml" if note.way == "peppol" else "eml", note.key.rpartition(":")[2][:12]
        note.original = _stored(original, f"{name}.{ending}", note, by, at)
    note.save(force_insert=True)
    for file in files:
        NoteFile.objects.create(note=note, name=file.name, document=_stored(file.data, file.name, note, by, at))
    facts = {"way": note.way, "kind": note.kind, "files": len(files), "placed": note.debtor_id is not None}
    record(action="correspondence.take_note", subject=note, by=by, at=at, client_id=note.client_id, data=facts)
    return Taken(note, True)


def _stored(data: bytes, name: str, note: Note, by: Viewer, at: datetime) -> Document:
    channel = "debtor" if note.way == "portal" else note.way
    client_id = note.client_id if note.client_id is not None and by.sees_client(note.client_id) else None
    return store(data=data, name=name, channel=channel, client_id=client_id, by=by, at=at).document
