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
    """Keep everything of a client until the hold ends; again gives the same, and takes back a wish to lift it.

    Refused: no right, no reason.
    """
    by.require("house.erase")
    client(viewer=by, client_id=client_id)
    if not reason.strip():
        raise Refusal("documents.no_reason", N_("Say in a few words why nothing may be erased."))
    made, is_new = LegalHold.objects.get_or_create(
        client_id=client_id,
        ended_at=None,
        defaults={"reason": reason.strip(), "since_at": at, "since_by": by.key},
    )
    if made.lift_asked_by:
        _wish(made, "", None)
    elif not is_new:
        return made
    record(action="documents.hold", subject=made, by=by, at=at, client_id=client_id)
    return made


@transaction.atomic
def lift(*, client_id: UUID, by: Viewer, at: datetime) -> bool:
    """End the hold on a client: the first person asks for it, another does it; whether it ended.

    To put the hold once more takes the wish back. Where there is no hold, and asked again by the same, nothing is done.
    Refused: no right or no person (``NotAllowed``).
    """
    by.require("house.erase")
    row = LegalHold.objects.select_for_update(of=("self",)).filter(client_id=client_id, ended_at__isnull=True).first()
    if row is None or row.lift_asked_by == f"user:{by.person}":
        return False
    if not row.lift_asked_by:
        _wish(row, by.key, at)
        record(action="documents.ask_lift", subject=row, by=by, at=at, client_id=client_id)
        return False
    row.ended_at, row.ended_by = at, by.key
    row.save(update_fields=["ended_at", "ended_by"])
    record(action="documents.lift", subject=row, by=by, at=at, client_id=client_id)
    return True


def _wish(row: LegalHold, asked_by: str, at: datetime | None) -> None:
    row.lift_asked_by, row.lift_asked_at = asked_by, at
    row.save(update_fields=["lift_asked_by", "lift_asked_at"])
