"""The frame of the broker's pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cessie.domain.comparison.rights import own_broker
from cessie.portals.frame.access import Visit
from cessie.portals.frame.navigation import Room, entries

#: The pages behind the customers.
BEHIND = ("broker:customer", "broker:ledger", "broker:offer_new", "broker:offer", "broker:run", "broker:outcome")


def show(visit: Visit, screen: str, **context: Any) -> HttpResponse:
    """A page of the portal with its rail. ``screen``: the file's name beside the view, or a page that portals share.

    Refused: whose access was ended (``NotFound``).
    """
    whose = own_broker(visit.viewer).company.name
    frame = {"navigation": entries(visit, [Room("broker:customers", _("Customers"), "people", 0, BEHIND)])}
    return render(
        visit, screen if "/" in screen else f"portals/broker/screens/{screen}.html", frame | {"whose": whose} | context
    )
