"""Which ladder holds for whom on which day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.dunning.models import Assignment, LadderVersion
from cessie.domain.dunning.rules.ladder import Segment
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def versions(*, viewer: Viewer, client_id: UUID | None, segment: str = "") -> QuerySet[LadderVersion]:
    """Every version of a creditor (None: the house), newest first; nothing where he is not the viewer's."""
    rows = LadderVersion.objects.filter(client=client_id).order_by("segment", "-number")
    if not (viewer.sees_all or (client_id is not None and viewer.sees_client(client_id))):
        return rows.none()
    return rows.filter(segment=segment) if segment else rows


def version(*, viewer: Viewer, version_id: UUID) -> LadderVersion:
    """One version, or ``NotFound`` where it is not the viewer's."""
    row = LadderVersion.objects.filter(pk=version_id).first()
    if row is None or not (viewer.sees_all or (row.client_id is not None and viewer.sees_client(row.client_id))):
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    return row


def in_force(client_id: UUID | None, on: date) -> dict[str, LadderVersion]:
    """The ladder of each segment that a creditor set, as it holds on a day: the last set of those that began.

    One whose mode is ``off`` is among them: it says that nothing goes out.
    """
    rows = LadderVersion.objects.filter(client=client_id, valid_from__lte=on).order_by("segment", "-number")
    return {row.segment: row for row in rows.distinct("segment")}


def ladder_setters() -> tuple[UUID | None, ...]:
    """Every creditor who ever set a ladder (None: the house); for the clock."""
    rows = LadderVersion.objects.order_by("client_id").values_list("client_id", flat=True)
    return tuple(rows.distinct())


def segments_of(pairs: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Segment]:
    """The segment that a creditor put a debtor in, for those of these (client, debtor) that were put anywhere."""
    wanted = set(pairs)
    rows = Assignment.objects.filter(debtor_id__in={debtor for _, debtor in wanted})
    found = rows.values_list("client_id", "debtor_id", "segment")
    # The database holds no other word than these (dunning_assignment_segment).
    return {(client, debtor): cast(Segment, word) for client, debtor, word in found if (client, debtor) in wanted}
