"""Keep what came in, whole, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cessie.domain.audit.record import record
from cessie.domain.documents import originals
from cessie.domain.documents.models import Arrival, Document
from cessie.domain.documents.rules import media_type
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal

LIMIT = 25 * 1024 * 1024  # bytes
NAME_LIMIT = 200  # characters


class TooLarge(Refusal):
    """The file is larger than the store takes."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A document and its arrival; ``is_new`` when its bytes had never come before."""

    document: Document
    arrival: Arrival
    is_new: bool


def store(
    *,
    data: bytes,
    name: str,
    channel: str,
    client_id: UUID | None = None,
    limit: int | None = None,
    by: Viewer,
    at: datetime,
) -> Stored:
    """Keep the bytes under their hash and note the arrival.

    The bytes are safe on disk before the first row is written: a crash in between leaves at most bytes without a row,
    which the next arrival of the same file takes over. The same file again is a new arrival of the same document.

    Refused: an empty file, more bytes than ``limit``, else than ``LIMIT`` (``TooLarge``), a client who is not the
    viewer's (``NotFound``).
    """
    if not data:
        raise Refusal("documents.empty", N_("The file {name} is empty."), name=name)
    most = LIMIT if limit is None else limit
    if len(data) > most:
        megabytes = most // 1024**2
        raise TooLarge(
            "documents.too_large", N_("The file {name} is larger than {limit} MB."), name=name, limit=megabytes
        )
    if client_id is not None and not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    digest = originals.write(data)
    with transaction.atomic():
        document, is_new = _row(digest, data, at)
        if document.erased_at is not None:
            document = again(document, data)
        arrival = Arrival.objects.create(
            document=document, client_id=client_id, channel=channel, name=_tidy(name), at=at, by=by.key
        )
        facts = {"arrival": arrival.pk, "channel": channel, "new": is_new}
        record(action="documents.store", subject=document, by=by, at=at, client_id=client_id, data=facts)
    return Stored(document, arrival, is_new)


def _row(digest: str, data: bytes, at: datetime) -> tuple[Document, bool]:
    """The document of these bytes, and whether its row was made now: of two arrivals at once only one makes it."""
    new = Document(sha256=digest, size=len(data), media_type=media_type.of(data), stored_at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_document (sha256, size, media_type, stored_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (sha256) DO NOTHING",
            [new.sha256, new.size, new.media_type, new.stored_at],
        )
        is_new = cursor.rowcount == 1
    return (new, True) if is_new else (Document.objects.get(pk=digest), False)


def again(erased: Document, data: bytes) -> Document:
    """Bytes that were erased arrive once more: kept again, under the lock under which they are removed."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=erased.pk)
    originals.write(data)
    document.erased_at = None
    document.save(update_fields=["erased_at"])
    return document


def _tidy(name: str) -> str:
    """The last part of a path, printable, of bearable length: a sender chooses it, a page shows it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[-NAME_LIMIT:]
