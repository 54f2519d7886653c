"""The debtor takes back what he contested."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.disputes.door import locked, move, require_owner
from cessie.domain.disputes.models import Dispute
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def withdraw(*, dispute_id: UUID, words: str, by: Viewer, at: datetime) -> Dispute:
    """By the debtor himself, or noted by the client or the staff; again does nothing.

    Refused: another's dispute (``NotFound``), no right (``NotAllowed``), one that is resolved (``WrongState``).
    """
    dispute = locked(dispute_id, by)
    if by.kind != "debtor":
        require_owner(dispute.invoice, by)
    return dispute if dispute.state == "withdrawn" else move(dispute, "withdraw", words, by=by, at=at)
