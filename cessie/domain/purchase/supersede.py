"""A new version of an offer: the figures of the old one stay as they are, the new one is computed anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.reserve import free
from cessie.domain.purchase.door import locked, move
from cessie.domain.purchase.models import Item, Proposal
from cessie.domain.purchase.propose import propose, reservation_key
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.lib.reasons import Reason


def supersede(*, proposal_id: UUID, reasons: Sequence[Reason] = (), by: Viewer, at: datetime) -> Proposal:
    """The offer that takes the place of this one, for the same invoices; again gives the same new offer.

    ``reasons``: why the old one does not stand any more, in words that the client may read.

    Refused: as ``propose``; a proposal that was accepted, rejected or has lapsed (``WrongState``).
    """
    with transaction.atomic():
        old = locked(proposal_id, by)
        known = Proposal.objects.filter(replaces=old).first()
        if known is not None:
            return known
        move(old, "supersede", by, at, reasons)
        free(key=reservation_key(old.pk), by=by, at=at)
        invoices = list(Item.objects.filter(proposal=old).order_by("position").values_list("invoice_id", flat=True))
        new = propose(client_id=old.client_id, invoice_ids=invoices, replaces=old.pk, by=by, at=at)
        record(
            action="purchase.supersede",
            subject=old,
            by=by,
            at=at,
            client_id=old.client_id,
            data={"by_proposal": str(new.pk)},
        )
        close(key=f"proposal.blocked:{old.pk}", decision="new offer", by=by, at=at)
    return new
