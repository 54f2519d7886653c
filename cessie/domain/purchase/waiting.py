"""Offers that lapse within hours: the client may want a call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cessie.domain.purchase.models import Proposal
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.reasons import N_, Reason

#: How long before its end an offer that nobody answered is shown.
AHEAD = timedelta(hours=4)


def _lapsing(at: datetime) -> Iterator[Waiting]:
    said = N_("Offer {number} lapses unless the client answers it.")
    rows = Proposal.objects.filter(state="offered", expires_at__gt=at, expires_at__lte=at + AHEAD)
    for proposal in rows.order_by("expires_at"):
        yield Waiting(
            subject=("parties.Client", str(proposal.client_id)),
            reasons=(Reason("offer.lapsing", said, {"number": proposal.number}),),
            due_at=proposal.expires_at,
            client_id=proposal.client_id,
        )


WATCHES = (Watch("offer.lapsing", _lapsing),)
