"""The client does not want the offer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.reserve import free
from cessie.domain.purchase.door import locked, move, visible
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.propose import reservation_key
from cessie.domain.purchase.refusals import AlreadyDecided
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_


def reject(*, proposal_id: UUID, by: Viewer, at: datetime) -> Proposal:
    """Close the offer and free its reservations; the invoices can be offered again. Again does nothing.

    Refused: not visible (``NotFound``), no owner of the client (``NotAllowed``), decided otherwise
    (``AlreadyDecided``).
    """
    by.require_signer(visible(proposal_id, by).client_id)
    with transaction.atomic():
        proposal = locked(proposal_id, by)
        if proposal.state == "rejected":
            return proposal
        if proposal.state != "offered":
            raise AlreadyDecided(
                "purchase.decided",
                N_("{number} was decided before: {state}."),
                number=proposal.number,
                state=proposal.state,
            )
        move(proposal, "reject", by, at)
        free(key=reservation_key(proposal.pk), by=by, at=at)
        record(action="purchase.reject", subject=proposal, by=by, at=at, client_id=proposal.client_id)
    return proposal
