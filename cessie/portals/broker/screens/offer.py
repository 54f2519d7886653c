"""An offer: typed into a form, or taken from a file in the neutral form."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.comparison import queries
from cessie.domain.comparison.models import Offer
from cessie.domain.comparison.offering import drop_offer, make_offer, take_offers
from cessie.domain.comparison.rights import own_customer
from cessie.domain.comparison.rules.offers import question
from cessie.domain.comparison.words import said, terms_of
from cessie.domain.documents.store import LIMIT
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.broker.form import rows, told_of, typed_of
from cessie.portals.broker.rooms import show
from cessie.portals.frame.access import Visit, attempt, for_kind, say


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("broker")
def offer_new(request: Visit, customer_id: UUID) -> HttpResponse:
    """The empty form."""
    customer = own_customer(request.viewer, customer_id)
    if request.method == "POST" and _made(request, customer_id) is not None:
        return redirect("broker:customer", customer_id)
    return show(request, "offer", customer=customer, fields=list(rows(request.POST)), row=None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("broker")
def offer_page(request: Visit, offer_id: UUID) -> HttpResponse:
    """One offer: its terms as they would be played, and its form where a form can say it."""
    row = queries.offer(request.viewer, offer_id)
    if request.method == "POST":
        made = _made(request, row.customer_id)
        if made is not None:
            if made.name != row.name:
                drop_offer(offer_id=row.pk, by=request.viewer, at=timezone.now())
            return redirect("broker:customer", row.customer_id)
    typed = request.POST if request.method == "POST" else typed_of(row.told)
    played = question({"offers": [row.told]}).offers
    return show(
        request, "offer", customer=row.customer, row=row, fields=None if typed is None else list(rows(typed)),
        told=json.dumps(row.told, indent=1, ensure_ascii=False), ways=len(played),
        terms=[(term.label, said(term.value)) for term in terms_of(played[0])],
    )  # fmt: skip


@require_POST
@for_kind("broker")
def offers_in(request: Visit, customer_id: UUID) -> HttpResponse:
    """All offers of a file, or none."""
    own_customer(request.viewer, customer_id)
    file = request.FILES.get("file")
    if file is None:
        say(request, "bad", Reason("broker.no_offers_file", N_("Choose a file first."), {}))
        return redirect("broker:customer", customer_id)
    data = file.read(LIMIT + 1)
    attempt(
        request,
        lambda: take_offers(customer_id=customer_id, data=data, by=request.viewer, at=timezone.now()),
        _("The offers are noted."),
    )
    return redirect("broker:customer", customer_id)


@require_POST
@for_kind("broker")
def offer_drop(request: Visit, offer_id: UUID) -> HttpResponse:
    """It is compared no more."""
    row = queries.offer(request.viewer, offer_id)
    attempt(request, lambda: drop_offer(offer_id=offer_id, by=request.viewer, at=timezone.now()), _("Off the table."))
    return redirect("broker:customer", row.customer_id)


def _made(request: Visit, customer_id: UUID) -> Offer | None:
    """The offer that was typed; None where something is wrong with it, which is then said."""
    try:
        typed = {name: str(value) for name, value in request.POST.items()}
        row = make_offer(customer_id=customer_id, told=told_of(typed), by=request.viewer, at=timezone.now())
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        return None
    say(request, "good", _("The offer is noted."))
    return row
