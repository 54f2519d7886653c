"""A broker's customers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.comparison import queries
from cessie.domain.comparison.customers import forget, take_up
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import Refusal
from cessie.portals.broker.rooms import show
from cessie.portals.frame.access import Visit, attempt, for_kind, say
from cessie.portals.frame.lists import cut


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("broker")
def customers(request: Visit) -> HttpResponse:
    """The list; the form takes one up."""
    if request.method == "POST":
        given = request.POST
        try:
            row = take_up(
                name=given.get("name", ""), number=given.get("number", ""), by=request.viewer, at=timezone.now()
            )
            return redirect("broker:customer", row.pk)
        except NotFound:
            raise
        except Refusal as no:
            say(request, "bad", no.reason)
    text = request.GET.get("q", "")
    page = cut(request, queries.customers(request.viewer, text=text, sort=request.GET.get("sort", "")))
    return show(request, "customers", page=page, text=text)


@require_POST
@for_kind("broker")
def customer_forget(request: Visit, customer_id: UUID) -> HttpResponse:
    """Everything about a customer goes."""
    done = _("Ledgers, offers and comparisons of this customer are gone.")
    gone = attempt(request, lambda: forget(customer_id=customer_id, by=request.viewer, at=timezone.now()), done)
    return redirect("broker:customers") if gone else redirect("broker:customer", customer_id)
