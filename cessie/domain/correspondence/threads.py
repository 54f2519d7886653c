"""The thread of a debtor with one client: what was written to him and what he answered, as one story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from cessie.domain.correspondence.models import Concern, Message, Note, NoteFile
from cessie.domain.correspondence.queries import messages
from cessie.domain.correspondence.rules.papers import paper_from
from cessie.domain.correspondence.rules.papers.answer import Answer
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

#: Of a thread at most so many of each are shown, the newest.
MOST = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was said: ``message`` where we said it, ``note`` where it was said to us."""

    at: datetime
    who: str
    words: str
    message: Message | None = None
    note: Note | None = None


def notes(*, viewer: Viewer, unread: bool = False) -> QuerySet[Note]:
    """What was written to us, newest first; a client sees what is about his own debtors, nobody else anything."""
    rows = Note.objects.select_related("client__company", "debtor__company", "message")
    rows = rows.prefetch_related(Prefetch("files", queryset=NoteFile.objects.order_by("pk")))
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    if unread:
        rows = rows.filter(read_at__isnull=True)
    return rows.order_by("-at", "-pk")


def note(*, viewer: Viewer, note_id: UUID) -> Note:
    """One of them, or ``NotFound``."""
    row = notes(viewer=viewer).filter(pk=note_id).first()
    if row is None:
        raise NotFound("letter.no_note", N_("There is no such note."))
    return row


def responses_to(*, viewer: Viewer, message: Message) -> tuple[Note, ...]:
    """What was answered in the network to an invoice that was sent, the newest first; of a client his own."""
    sent = Q(message=message.first_id or message.pk) | Q(message__first=message.first_id or message.pk)
    return tuple(notes(viewer=viewer).filter(sent, kind="response")[:MOST])


def thread(*, viewer: Viewer, client_id: UUID, debtor_id: UUID, about: str = "") -> tuple[Entry, ...]:
    """The newest first; ``about``: only what names this invoice. Nothing for whom the client does not exist."""
    said = messages(viewer=viewer).filter(client_id=client_id, debtor_id=debtor_id)[:MOST]
    shared = _shared(viewer, client_id, debtor_id, about)
    heard = notes(viewer=viewer).filter(client_id=client_id, debtor_id=debtor_id)[:MOST]
    entries = [*_said(said, about), *shared, *_heard(heard, about)]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _shared(viewer: Viewer, client_id: UUID, debtor_id: UUID, about: str) -> Iterator[Entry]:
    """Letters of the house about the claims of several clients: this one's alone, and the letter for the staff only."""
    if not viewer.sees_client(client_id):
        return
    parts = Concern.objects.filter(client_id=client_id, message__client__isnull=True, message__debtor_id=debtor_id)
    places = dict(parts.order_by().values_list("message_id", "place"))
    rows = Message.objects.filter(pk__in=places).order_by("-written_at", "-pk")
    for row in rows.exclude(state__in=("draft", "dropped"))[:MOST]:
        items = getattr(paper_from(row.kind, row.says), "items", ())
        numbers = [item.number for item in items if item.creditor == places[row.pk]]
        if not about or about in numbers:
            name = row.sender.get("name", "")
            yield Entry(row.written_at, name, ", ".join(numbers), message=row if viewer.sees_all else None)


def own_thread(viewer: Viewer) -> tuple[Entry, ...]:
    """What whoever came by a debtor's link wrote to this client, and what he was answered; the newest first.

    Nothing for anybody else: letters and what machines wrote are not part of it.
    """
    if viewer.owes is None:
        return ()
    client_id, debtor_id = viewer.owes
    of = {"client_id": client_id, "debtor_id": debtor_id}
    said = (
        Message.objects.filter(**of, kind=Answer.kind).exclude(state__in=("draft", "dropped")).order_by("-written_at")
    )
    heard = Note.objects.filter(**of, kind="answer").prefetch_related("files").order_by("-at")
    entries = [*_said(said[:MOST], ""), *_heard(heard[:MOST], "")]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _said(rows: Iterable[Message], about: str) -> Iterator[Entry]:
    for row in rows:
        paper = paper_from(row.kind, row.says)
        name = row.sender.get("name", "")
        if isinstance(paper, Answer):
            numbers, who, words = [paper.invoice_number], paper.who or name, paper.text
        else:
            numbers = [item.number for item in getattr(paper, "items", ())]
            who, words = name, ", ".join(numbers)
        if not about or about in numbers:
            yield Entry(row.written_at, who, words, message=row)


def _heard(rows: Iterable[Note], about: str) -> Iterator[Entry]:
    for row in rows:
        if not about or about == row.invoice_number or about in row.text or about in row.subject:
            yield Entry(row.at, row.writer, row.text, note=row)


def last_message(*, viewer: Viewer, client_id: UUID, debtor_id: UUID) -> Message:
    """What was written to this debtor last; ``NotFound`` where nobody ever wrote."""
    row = messages(viewer=viewer).filter(client_id=client_id, debtor_id=debtor_id).first()
    if row is None:
        raise NotFound("letter.no_thread", N_("Nobody has written to this debtor yet."))
    return row


def contact(entries: tuple[Entry, ...]) -> str:
    """Who speaks for us in a thread: whoever answered last."""
    said = (entry.message for entry in entries if entry.message is not None)
    return next((row.says["who"] for row in said if row.kind == Answer.kind and row.says["who"]), "")
