"""An offer that cannot be taken any more: what it stood on changed between the offer and the approval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.reserve import free
from cessie.domain.purchase.door import locked, move
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.propose import reservation_key
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.lib.reasons import Reason

PROMPT = timedelta(hours=4)  # the client waits


def block(
    *, proposal_id: UUID, reasons: Sequence[Reason], for_the_desk: Sequence[Reason] = (), by: Viewer, at: datetime
) -> Proposal:
    """Close the offer, free its reservations and ask the desk for a new one. Again does nothing.

    ``reasons`` are the client's to read; ``for_the_desk``: what only the house may know, as an insurer's limit.

    Refused: not visible (``NotFound``), decided otherwise (``WrongState``).
    """
    with transaction.atomic():
        proposal = locked(proposal_id, by)
        if proposal.state == "blocked":
            return proposal
        move(proposal, "block", by, at, reasons)
        free(key=reservation_key(proposal.pk), by=by, at=at)
        codes = [reason.code for reason in reasons]
        record(
            action="purchase.block", subject=proposal, by=by, at=at, client_id=proposal.client_id, data={"codes": codes}
        )
        open_task(
            key=f"proposal.blocked:{proposal.pk}",
            kind="proposal.blocked",
            subject=proposal,
            reasons=[*reasons, *for_the_desk],
            client_id=proposal.client_id,
            due_at=at + PROMPT,
            by=by,
            at=at,
        )
    return proposal
