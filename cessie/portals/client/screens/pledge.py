"""What a client has pledged, what was advanced on it, and what he may draw."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.parties.models import Client
from cessie.domain.purchase.advance import advance
from cessie.domain.purchase.pledged import drawing, pledges
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.typed import amount_of


@require_safe
@for_kind("client")
def pledge(request: Visit) -> HttpResponse:
    """The figures and the invoices behind them."""
    client = client_of(request)
    contract = _contract(client)
    if contract is None:
        return show(request, "pledge", client)
    return show(
        request,
        "pledge",
        client,
        drawing=drawing(contract.pk, booking_day(timezone.now())),
        pledges=pledges(viewer=request.viewer, contract_id=contract.pk),
    )


@require_POST
@for_kind("client")
def draw(request: Visit) -> HttpResponse:
    """Draw an amount; it is paid out once two people of the house have let it go."""
    contract = _contract(client_of(request))
    if contract is None:
        raise NotFound("purchase.nothing_pledged", N_("Under this contract no invoices are pledged."))
    said = request.POST
    attempt(
        request,
        lambda: advance(
            contract_id=contract.pk,
            amount=amount_of(said.get("amount", "")),
            seen=amount_of(said.get("seen", "")),
            by=request.viewer,
            at=timezone.now(),
        ),
        _("Your advance is ordered."),
    )
    return redirect("client:pledge")


def _contract(client: Client) -> Contract | None:
    """The contract that runs, if invoices are pledged under it."""
    today = booking_day(timezone.now())
    contract = contract_of(client.pk, today)
    if contract is None or terms_on(contract.pk, today)[1].transfer_form != "PLEDGE":
        return None
    return contract
