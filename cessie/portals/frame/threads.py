"""The thread of a debtor, for whichever portal shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from cessie.domain.correspondence.threads import contact, note, thread
from cessie.domain.documents.originals import read
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.ids import uuid7
from cessie.portals.frame.download import original


def thread_of(viewer: Viewer, client_id: UUID, debtor_id: UUID, about: str) -> dict[str, Any]:
    """What the page of a thread shows; ``about``: only what names this invoice. ``form_key`` makes an answer one."""
    entries = thread(viewer=viewer, client_id=client_id, debtor_id=debtor_id, about=about)
    return {"entries": entries, "contact": contact(entries), "about": about, "form_key": uuid7()}


def file_of_note(viewer: Viewer, note_id: UUID, position: int) -> HttpResponse:
    """A file that came with a note, as it came; it runs nothing here. ``position`` counts from one."""
    files = list(note(viewer=viewer, note_id=note_id).files.select_related("document").order_by("pk"))
    if not 0 < position <= len(files):
        raise Http404
    file = files[position - 1]
    return original(read(file.document_id), file.document.media_type, file.name)
