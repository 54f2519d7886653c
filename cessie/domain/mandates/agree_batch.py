"""Look through a batch that the clock prepared: the first of the two people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.mandates.models import Batch
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.lib.states import WrongState


@transaction.atomic
def agree_batch(*, batch_id: UUID, by: Viewer, at: datetime) -> Batch:
    """It may leave as it was prepared, says this person; another releases it. Again does nothing. Lock: the batch.

    Refused: no right or no person (``NotAllowed``), no such batch (``NotFound``), one that a person prepared, one that
    another agreed to, one that is no draft (``WrongState``).
    """
    by.require("mandates.prepare")
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("mandates.unknown_batch", N_("There is no such batch."))
    if batch.agreed_by == by.key:
        return batch
    if not batch.prepared_by.startswith("system:") or batch.agreed_by:
        raise Refusal("mandates.agreed", N_("A person looked it through before: another one releases it."))
    if batch.state != "draft":
        raise WrongState("mandates.no_draft", N_("The batch is {state}."), state=batch.state)
    batch.agreed_at, batch.agreed_by = at, by.key
    batch.save(update_fields=["agreed_at", "agreed_by"])
    record(action="mandates.agree_batch", subject=batch, by=by, at=at, data={"number": batch.number})
    return batch
