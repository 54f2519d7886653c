"""An offer is taken off the table because what it offers to buy is not for sale any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.reserve import free
from cessie.domain.purchase.door import locked, move
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.propose import reservation_key
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.lib.reasons import Reason


def cancel(*, proposal_id: UUID, reasons: Sequence[Reason], by: Viewer, at: datetime) -> Proposal:
    """Close an open or blocked offer and free its reservations; its invoices can be offered again. Again does nothing.

    Refused: not visible (``NotFound``), decided otherwise (``WrongState``).
    """
    with transaction.atomic():
        proposal = locked(proposal_id, by)
        if proposal.state == "cancelled":
            return proposal
        held = proposal.state == "offered"
        move(proposal, "cancel", by, at, reasons)
        if held:
            free(key=reservation_key(proposal.pk), by=by, at=at)
        close(key=f"proposal.blocked:{proposal.pk}", decision="cancelled", by=by, at=at)
        record(action="purchase.cancel", subject=proposal, by=by, at=at, client_id=proposal.client_id)
    return proposal
