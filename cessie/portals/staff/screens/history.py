"""The trail of any one thing."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cessie.domain.audit.queries import history as trail_of
from cessie.domain.keys.queries import names_of
from cessie.portals.frame.access import Visit, for_kind, number
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def history(request: Visit, kind: str, subject: str) -> HttpResponse:
    """Who did what to it, newest first. ``kind`` such as ``purchase.Proposal``, ``subject`` its key."""
    rows = trail_of(subject=(kind, subject), viewer=request.viewer)
    page = Paginator(rows, 100).get_page(number(request.GET.get("page")))
    names = names_of({event.actor for event in page}, viewer=request.viewer)
    return show(request, "history", kind=kind, subject=subject, page=page, trail=list(page), names=names)
