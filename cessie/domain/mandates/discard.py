"""Undo a prepared batch: its collections are free again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.mandates.models import Batch, Collection
from cessie.domain.mandates.rules.states import COLLECTION
from cessie.domain.payments.rules.states import BATCH
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def discard(*, batch_id: UUID, by: Viewer, at: datetime) -> Batch:
    """Take a draft apart. Again does nothing.

    Refused: no right (``NotAllowed``), no such batch (``NotFound``), one that was released (``WrongState``).
    """
    by.require("mandates.prepare")
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("mandates.unknown_batch", N_("There is no such batch."))
    if batch.state == "discarded":
        return batch
    batch.state = BATCH.after(batch.state, "discard")
    batch.save(update_fields=["state"])
    rows = list(Collection.objects.select_for_update(of=("self",)).filter(batch=batch).order_by("pk"))
    for row in rows:
        row.state, row.batch, row.block = COLLECTION.after(row.state, "remove"), None, ""
    Collection.objects.bulk_update(rows, ["state", "batch", "block"], batch_size=500)
    record(action="mandates.discard", subject=batch, by=by, at=at, data={"collections": len(rows)})
    return batch
