"""How the client's debtors are written to: the channel that he wants, for all or for one, and what each would cost."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind, key
from cessie.portals.frame.wishes import set_wish_of_all, wishes_page


@require_safe
@for_kind("client")
def channels(request: Visit) -> HttpResponse:
    """His wish for all, with what it costs against the cheapest lawful way, and those for single debtors."""
    client = client_of(request)
    return show(request, "channels", client, **wishes_page(request, client.pk))


@require_POST
@for_kind("client")
def channel_wish(request: Visit) -> HttpResponse:
    """Say by which channel he wants all his debtors to be written to; another client than the chosen one is none."""
    client = client_of(request)
    if key(request.POST.get("client", "")) != client.pk:
        raise Http404
    set_wish_of_all(request, client.pk)
    return redirect("client:channels")
