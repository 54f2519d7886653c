"""Note that what arrived could not be read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.models import Arrival
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Reason


@transaction.atomic
def refuse(*, arrival_id: UUID, reason: Reason, by: Viewer, at: datetime) -> Arrival:
    """Keep with an arrival why its document was refused, so that its sender can be told; the first reason stays."""
    arrival = Arrival.objects.select_for_update(of=("self",)).filter(pk=arrival_id).first()
    if arrival is None:
        raise NotFound("documents.unknown", N_("There is no such document."))
    if arrival.refusal is None:
        arrival.refusal = reason.to_json()
        arrival.save(update_fields=["refusal"])
        client_id = arrival.client_id
        record(action="documents.refuse", subject=arrival, by=by, at=at, client_id=client_id, data={"reason": reason})
    return arrival
