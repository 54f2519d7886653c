"""Keep what the house itself wrote, many papers at once: the end of a month writes thousands."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record_many
from cessie.domain.documents import originals
from cessie.domain.documents.models import Arrival, Document
from cessie.domain.documents.rules import media_type
from cessie.domain.documents.store import again
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

#: Files that are waited for together: a disk takes several at once into one of its writes.
TOGETHER: Final = 8


@dataclass(frozen=True, slots=True)
class Paper:
    """Bytes that we made, under a name that we chose, for a client."""

    data: bytes
    name: str
    client_id: UUID


def store_own(*, papers: Sequence[Paper], by: Viewer, at: datetime) -> list[str]:
    """Their hashes, in order. As ``store``: on disk before the first row is written, each bytes once, every arrival
    noted in the trail; statements of SQL the same in number for any number of papers.

    Refused: a client who is not the viewer's (``NotFound``). An empty paper is a programming error (ValueError).
    """
    if not all(paper.data for paper in papers):
        raise ValueError("a paper of ours is never empty")
    if not all(by.sees_client(paper.client_id) for paper in papers):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    with ThreadPoolExecutor(TOGETHER) as pool:  # bytes to disk alone: no thread of them asks the database
        hashes = list(pool.map(originals.write, (paper.data for paper in papers)))
    with transaction.atomic():
        fresh = _rows(dict(zip(hashes, (paper.data for paper in papers), strict=True)), at)
        arrivals = [
            Arrival(document_id=digest, client_id=paper.client_id, channel="own", name=paper.name, at=at, by=by.key)
            for digest, paper in zip(hashes, papers, strict=True)
        ]
        Arrival.objects.bulk_create(arrivals)
        record_many(
            action="documents.store", by=by, at=at,
            lines=[
                (
                    ("documents.Document", arrival.document_id), arrival.client_id,
                    {"arrival": arrival.pk, "channel": "own", "new": arrival.document_id in fresh},
                )
                for arrival in arrivals
            ],
        )  # fmt: skip
    return hashes


def _rows(bytes_of: dict[str, bytes], at: datetime) -> set[str]:
    """The documents of these bytes; which of them are new. Bytes that were erased and come once more are kept again."""
    known = {row.pk: row for row in Document.objects.filter(pk__in=bytes_of)}
    new = [
        Document(sha256=digest, size=len(data), media_type=media_type.of(data), stored_at=at)
        for digest, data in sorted(bytes_of.items())  # in one order: two writers never wait for each other in a ring
        if digest not in known
    ]
    Document.objects.bulk_create(new, ignore_conflicts=True)  # of two writers at once only one makes it
    for row in known.values():
        if row.erased_at is not None:
            again(row, bytes_of[row.pk])
    return {row.pk for row in new}
