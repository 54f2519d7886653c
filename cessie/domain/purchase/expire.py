"""An offer lapses when nobody has taken it in time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.reserve import free
from cessie.domain.purchase.door import locked, move
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.propose import reservation_key
from cessie.domain.users.rules.viewer import Viewer


def expire(*, proposal_id: UUID, by: Viewer, at: datetime) -> bool:
    """Close an offer whose time is over and free its reservations; whether it did. Otherwise nothing happens."""
    with transaction.atomic():
        proposal: Proposal = locked(proposal_id, by)
        if proposal.state != "offered" or at < proposal.expires_at:
            return False
        move(proposal, "expire", by, at)
        free(key=reservation_key(proposal.pk), by=by, at=at)
        record(action="purchase.expire", subject=proposal, by=by, at=at, client_id=proposal.client_id)
    return True
