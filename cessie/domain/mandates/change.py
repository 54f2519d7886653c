"""The one door through which a mandate changes its state."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.mandates.models import Mandate
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def locked(mandate_id: UUID) -> Mandate:
    """The mandate under its row lock; ``NotFound`` where there is none. Within a transaction."""
    found = (
        Mandate.objects.select_related("creditor__account")
        .select_for_update(of=("self",))
        .filter(pk=mandate_id)
        .first()
    )
    if found is None:
        raise NotFound("mandates.unknown_mandate", N_("There is no such mandate."))
    return found


def change(mandate: Mandate, event: str, *, note: str = "", by: Viewer, at: datetime) -> Mandate:
    """Move it by an event of its life and note who did it and why; ``WrongState`` where it cannot happen now."""
    before = mandate.state
    mandate.state = MANDATE.after(before, event)
    mandate.note = note
    if event == "revoke":
        mandate.revoked_at = at
    if event != "pause":
        mandate.paused_until = None
    mandate.save()
    facts = {"before": before, "after": mandate.state, "note": note}
    record(action=f"mandates.{event}", subject=mandate, by=by, at=at, data=facts)
    return mandate
