"""Let a proposed collection be."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.mandates.models import Collection
from cessie.domain.mandates.rules.states import COLLECTION
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def drop(*, collection_id: UUID, by: Viewer, at: datetime) -> Collection:
    """Nothing is fetched. Again does nothing.

    Refused: no right (``NotAllowed``), an unknown one (``NotFound``), one in a batch or further (``WrongState``).
    """
    by.require("mandates.collect")
    row = Collection.objects.select_for_update(of=("self",)).filter(pk=collection_id).first()
    if row is None:
        raise NotFound("mandates.unknown_collection", N_("There is no such collection."))
    if row.state != "dropped":
        put_aside(row, by=by, at=at)
    return row


def put_aside(row: Collection, *, by: Viewer, at: datetime) -> None:
    """A locked one is not fetched; refused (``WrongState``) where it is in a batch or further."""
    row.state = COLLECTION.after(row.state, "drop")
    row.save(update_fields=["state"])
    record(action="mandates.drop", subject=row, by=by, at=at, data={})
