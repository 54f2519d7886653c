"""A person says that the post took a batch of letters."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.door import locked, move
from cessie.domain.correspondence.models import Batch
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def confirm_posted(*, batch_id: UUID, by: Viewer, at: datetime) -> Batch:
    """From now on the debtors of these letters count as told; again changes nothing.

    Refused: no right or no person (``NotAllowed``), no such batch (``NotFound``), one that does not lie ready yet.
    """
    by.require("correspondence.decide")
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("letter.no_batch", N_("There is no such batch of letters."))
    if batch.laid_at is None:
        raise Refusal("letter.not_laid", N_("These letters do not lie ready yet."))
    if batch.posted_at is not None:
        return batch
    batch.posted_at, batch.posted_by = at, by.key
    batch.save(update_fields=["posted_at", "posted_by"])
    for key in batch.messages.filter(state="to_post").order_by("pk").values_list("pk", flat=True):
        message = locked(key)
        message.told_at = at
        move(message, "post", by=by, at=at)
    record(action="correspondence.confirm_posted", subject=batch, by=by, at=at, data={"batch": batch.name})
    return batch
