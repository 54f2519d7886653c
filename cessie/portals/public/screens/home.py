"""The front page sends everybody to his own portal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

#: Where each kind of person begins.
PORTALS = {
    "client": "client:dashboard",
    "staff": "staff:queue",
    "partner": "partner:cases",
    "broker": "broker:customers",
}
#: Where the day of somebody begins who collects and nothing else.
COLLECTION = "staff:today"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the login, the second factor, or the portal; a person without a portal is told so."""
    if not request.user.is_authenticated:
        return redirect("login")
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return redirect("second_factor")
    portal = COLLECTION if viewer.roles == {"collection"} else PORTALS.get(viewer.kind)
    return redirect(portal) if portal else render(request, "portals/public/screens/home.html")
