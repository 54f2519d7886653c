"""Legal hold: nothing of a client is erased while it lasts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.models import LegalHold
from cessie.domain.parties.queries import client
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def hold(*, client_id: UUID, reason: str, by: Viewer, at: datetime) -> LegalHold:
    """Keep everything of a client until the hold ends; again gives the same. Refused: no right, no reason."""
    by.require("house.erase")
    client(viewer=by, client_id=client_id)
    if not reason.strip():
        raise Refusal("documents.no_reason", N_("Say in a few words why nothing may be erased."))
    made, is_new = LegalHold.objects.get_or_create(
        client_id=client_id,
        ended_at=None,
        defaults={"reason": reason.strip(), "since_at": at, "since_by": by.key},
    )
    if is_new:
        record(action="documents.hold", subject=made, by=by, at=at, client_id=client_id)
    return made


@transaction.atomic
def lift(*, client_id: UUID, by: Viewer, at: datetime) -> None:
    """End the hold on a client; where there is none it does nothing."""
    by.require("house.erase")
    row = LegalHold.objects.select_for_update(of=("self",)).filter(client_id=client_id, ended_at__isnull=True).first()
    if row is not None:
        row.ended_at, row.ended_by = at, by.key
        row.save(update_fields=["ended_at", "ended_by"])
        record(action="documents.lift", subject=row, by=by, at=at, client_id=client_id)
