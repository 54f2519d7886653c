"""One proposal at the desk: its figures, its invoices, its payout, and the clock from hand-over to money."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cessie.domain.audit.queries import history
from cessie.domain.keys.queries import names_of
from cessie.domain.payments import queries as payments
from cessie.domain.purchase import queries as purchase
from cessie.domain.purchase.promise import PAYOUT, clock_of
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def proposal(request: Visit, proposal_id: UUID) -> HttpResponse:
    """The page of one proposal."""
    viewer = request.viewer
    offer = purchase.proposal(viewer=viewer, proposal_id=proposal_id)
    trail = list(history(subject=("purchase.Proposal", str(offer.id)), viewer=viewer)[:100])
    return show(
        request,
        "proposal",
        offer=offer,
        promise=clock_of(offer=offer, at=timezone.now()),
        order=payments.order_of(viewer, f"{PAYOUT}{offer.id}"),
        trail=trail,
        names=names_of({event.actor for event in trail} | {offer.decided_by}, viewer=viewer),
    )
