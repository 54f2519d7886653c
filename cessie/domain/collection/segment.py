"""Which part of the law holds for a debtor: business, consumer or public body."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from cessie.domain.dunning.ladders import segments_of
from cessie.domain.parties.mark import marks_of
from cessie.domain.parties.models import Debtor
from cessie.law.facts import Segment

#: The law's segment of a ladder's.
_LAW: Final[Mapping[str, Segment]] = {"b2b": "b2b", "b2c": "b2c", "public": "b2g"}


def segment_of(client_id: UUID, debtor: Debtor) -> Segment:
    """Of one debtor."""
    return segments([(client_id, debtor)])[client_id, debtor.pk]


def segments(pairs: Collection[tuple[UUID, Debtor]]) -> dict[tuple[UUID, UUID], Segment]:
    """As the principal sees him, else as his company is noted: a consumer, or a business. Two statements."""
    marks = marks_of({debtor.company_id for _, debtor in pairs})
    said = segments_of([(client_id, debtor.pk) for client_id, debtor in pairs])
    found: dict[tuple[UUID, UUID], Segment] = {}
    for client_id, debtor in pairs:
        plain: Segment = "b2c" if "consumer" in marks[debtor.company_id] else "b2b"
        found[client_id, debtor.pk] = _LAW.get(said.get((client_id, debtor.pk), ""), plain)
    return found
