"""Hand the file of a released batch to the bank."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.connectors.banks import Channel
from cessie.domain.audit.record import record
from cessie.domain.documents.queries import content
from cessie.domain.mandates.models import Batch
from cessie.domain.payments.halt import require_movement
from cessie.domain.payments.rules.states import BATCH
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.lib.reasons import N_


@transaction.atomic
def send(*, batch_id: UUID, channel: Channel, by: Viewer, at: datetime) -> Batch:
    """Deliver the file under its message id and note it. Again does nothing; killed in between, as ``payments.send``.

    Refused: no right (``NotAllowed``), no such batch (``NotFound``), one that is not released (``WrongState``), a
    standstill of all payments (``StandingStill``). What the channel cannot do is its own error (``ConnectorError``).
    """
    by.require("mandates.send")
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("mandates.unknown_batch", N_("There is no such batch."))
    if batch.state == "sent":
        return batch
    require_movement()
    batch.state = BATCH.after(batch.state, "send")
    if batch.document_id is None:
        raise ValueError("a released batch has its file")
    channel.deliver(f"{batch.number}.xml", content(batch.document_id, system("mandates.send")))
    batch.sent_at = at
    batch.save(update_fields=["state", "sent_at"])
    record(action="mandates.send", subject=batch, by=by, at=at, data={"channel": channel.name})
    return batch
