"""Let a mandate that rested serve again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.mandates.change import change, locked
from cessie.domain.mandates.models import Mandate
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def resume(*, mandate_id: UUID, note: str, by: Viewer, at: datetime) -> Mandate:
    """It serves again. Again does nothing.

    Refused: no right or no person (``NotAllowed``), an unknown mandate (``NotFound``), one that does not rest
    (``WrongState``).
    """
    by.require("mandates.confirm")
    mandate = locked(mandate_id)
    return mandate if mandate.state == "active" else change(mandate, "resume", note=note, by=by, at=at)
