"""The debtor takes his mandate back, or the house gives it up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.mandates.change import change, locked
from cessie.domain.mandates.models import Mandate
from cessie.domain.mandates.rights import require
from cessie.domain.mandates.take_back import to_tell
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def revoke(*, mandate_id: UUID, note: str, by: Viewer, at: datetime) -> Mandate:
    """Nothing more is collected under it; what is prepared already does not leave (``release`` looks again).

    The service on whose pages it was signed is told (``take_back``). Again does nothing.

    Refused: no right (``NotAllowed``), an unknown mandate (``NotFound``), an expired one (``WrongState``).
    """
    mandate = locked(mandate_id)
    require("mandates.enter", mandate.creditor, by)
    if mandate.state != "revoked":
        change(mandate, "revoke", note=note, by=by, at=at)
        to_tell(mandate, at=at)
    return mandate
