"""The thread of a debtor, for whichever portal shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from cessie.domain.correspondence.threads import MOST, Entry, contact, note, thread
from cessie.domain.documents.originals import read
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.models import Enquiry
from cessie.domain.verification.queries import enquiries
from cessie.lib.ids import uuid7
from cessie.portals.frame.download import original


@dataclass(frozen=True, slots=True)
class Answered:
    """A debtor's answer about his balance, as an entry of the thread."""

    at: datetime
    who: str
    words: str
    enquiry: Enquiry
    message: None = None
    note: None = None


def thread_of(viewer: Viewer, client_id: UUID, debtor_id: UUID, about: str) -> dict[str, Any]:
    """What the page of a thread shows; ``about``: only what names this invoice. ``form_key`` makes an answer one. What
    he answered about his balance the staff alone reads (``verification.queries.enquiries``)."""
    said = thread(viewer=viewer, client_id=client_id, debtor_id=debtor_id, about=about)
    entries: list[Entry | Answered] = [*said, *_answered(viewer, client_id, debtor_id, about)]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return {"entries": entries, "contact": contact(said), "about": about, "form_key": uuid7()}


def _answered(viewer: Viewer, client_id: UUID, debtor_id: UUID, about: str) -> Iterator[Answered]:
    rows = enquiries(viewer=viewer).filter(client_id=client_id, debtor_id=debtor_id, answered_at__isnull=False)
    for row in rows[:MOST]:
        if row.answered_at is not None and (not about or about in {number for number, _due, _cents in row.lines}):
            yield Answered(row.answered_at, row.debtor.company.name, row.words, row)


def file_of_note(viewer: Viewer, note_id: UUID, position: int) -> HttpResponse:
    """A file that came with a note, as it came; it runs nothing here. ``position`` counts from one."""
    files = list(note(viewer=viewer, note_id=note_id).files.select_related("document").order_by("pk"))
    if not 0 < position <= len(files):
        raise Http404
    file = files[position - 1]
    return original(read(file.document_id), file.document.media_type, file.name)
