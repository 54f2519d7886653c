"""What the house offers: the list, each offer with every figure, and the client's word."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.parties import queries as parties
from cessie.domain.purchase import queries as purchase
from cessie.domain.purchase.deeds import is_withheld
from cessie.domain.purchase.promise import clock_of
from cessie.domain.purchase.reject import reject
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.workflows.purchases import buying


@require_safe
@for_kind("client")
def proposals(request: Visit) -> HttpResponse:
    """Offers that wait, then those that were decided."""
    client = client_of(request)
    found = purchase.proposals(viewer=request.viewer, client_id=client.pk)
    return show(
        request,
        "proposals",
        client,
        waiting=[offer for offer in found if offer.state == "offered"],
        decided=[offer for offer in found if offer.state != "offered"],
    )


@require_safe
@for_kind("client")
def proposal(request: Visit, proposal_id: UUID) -> HttpResponse:
    """One offer with its whole breakdown; with ``?confirm`` the last question before the signature."""
    offer = purchase.proposal(viewer=request.viewer, proposal_id=proposal_id)
    client = parties.client(viewer=request.viewer, client_id=offer.client_id)
    account = parties.payout_account(client.pk, timezone.localdate())
    return show(
        request,
        "proposal",
        client,
        offer=offer,
        promise=clock_of(offer=offer, at=timezone.now()),
        account=account,
        lapsed=offer.state == "offered" and offer.expires_at <= timezone.now(),
        confirm="confirm" in request.GET,
        withheld=is_withheld(offer.id),
    )


@require_POST
@for_kind("client")
def approve(request: Visit, proposal_id: UUID) -> HttpResponse:
    """Sell the invoices at the figures that were on the screen (``digest``); a second click changes nothing."""
    offer = purchase.proposal(viewer=request.viewer, proposal_id=proposal_id)
    attempt(
        request,
        lambda: buying.approve(
            proposal_id=proposal_id, digest=request.POST.get("digest", ""), by=request.viewer, at=timezone.now()
        ),
        _("{number} is approved. The payout is being prepared.").format(number=offer.number),
    )
    return redirect("client:proposal", proposal_id)


@require_POST
@for_kind("client")
def decline(request: Visit, proposal_id: UUID) -> HttpResponse:
    """Say no to an offer; its invoices can be offered again."""
    offer = purchase.proposal(viewer=request.viewer, proposal_id=proposal_id)
    attempt(
        request,
        lambda: reject(proposal_id=proposal_id, by=request.viewer, at=timezone.now()),
        _("{number} is declined.").format(number=offer.number),
    )
    return redirect("client:proposal", proposal_id)
