"""Let a mandate rest, until a day or until a person lets it go on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.mandates.change import change, locked
from cessie.domain.mandates.models import Mandate
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def pause(*, mandate_id: UUID, note: str, until: date | None = None, by: Viewer, at: datetime) -> Mandate:
    """Nothing is collected under it. Again does nothing.

    Refused: no right (``NotAllowed``), an unknown mandate (``NotFound``), one that is not active (``WrongState``).
    """
    by.require("mandates.enter")
    mandate = locked(mandate_id)
    if mandate.state == "paused":
        return mandate
    mandate.paused_until = until
    return change(mandate, "pause", note=note, by=by, at=at)
