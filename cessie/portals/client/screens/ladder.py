"""One ladder: its steps as a form, drawn along its days, tried on the next weeks before it is switched on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cessie.portals.client.screens.ladders import whose_of
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.ladder_pages import editor, segment_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("client")
def ladder(request: Visit, segment: str) -> HttpResponse:
    """The page with its form; what is refused stays typed, with the reasons."""
    whose = whose_of(request)
    context, kept = editor(request, whose, segment_of(segment))
    if kept:
        return redirect(whose.url("ladder", segment))
    return show(request, "ladder", client_of(request), 422 if context["wrong"] else 200, **context)
