"""The channel that a creditor wants for all his debtors, for whichever portal shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.correspondence.set_wish import set_wish
from cessie.domain.correspondence.wished import debtor_wishes, wished
from cessie.portals.frame.access import Visit, attempt
from cessie.portals.frame.lists import cut


def wishes_page(request: Visit, client_id: UUID) -> dict[str, Any]:
    """The wish with what it would have cost, and the debtors for whom another one holds."""
    viewer = request.viewer
    return {
        "wished": wished(viewer=viewer, client_id=client_id, at=timezone.now()),
        "page": cut(request, debtor_wishes(viewer=viewer, client_id=client_id)),
    }


def set_wish_of_all(request: Visit, client_id: UUID) -> bool:
    """Keep what the form says; whether it was kept."""
    channel, by = request.POST.get("channel", ""), request.viewer
    return attempt(
        request,
        lambda: set_wish(client_id=client_id, channel=channel, by=by, at=timezone.now()),
        _("Noted: it counts from the next message on."),
    )
