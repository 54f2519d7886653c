"""What is kept and what goes: legal holds, and what law and house say of every original today."""

from __future__ import annotations

from collections import Counter
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.documents import queries as documents
from cessie.domain.documents.hold import hold, lift
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.staff.desk import show
from cessie.workflows.house.retention import verdicts

#: What a look at the originals found, by the code of its reason, in the order of the page.
FOUND: Final = {
    "retention.over": N_("Their time is over: they go with the next run"),
    "retention.kept": N_("The law wants them kept"),
    "retention.open": N_("Money is still open on them"),
    "retention.hold": N_("A legal hold lasts on their client"),
}


@require_safe
@for_kind("staff")
def retention(request: Visit) -> HttpResponse:
    """The holds; asked for it (``look``), the originals counted by what may become of them."""
    viewer, now = request.viewer, timezone.now()
    lasting, ended = list(documents.holds(viewer=viewer)[:200]), list(documents.holds(viewer=viewer, ended=True)[:50])
    counts = Counter(each.reason.code for each in verdicts(at=now)) if "look" in request.GET else Counter()
    return show(
        request,
        "retention",
        lasting=lasting,
        ended=ended,
        names=names_of(
            {key for row in lasting + ended for key in (row.since_by, row.ended_by, row.lift_asked_by)}, viewer=viewer
        ),
        looked="look" in request.GET,
        found=[(_(words), counts[code]) for code, words in FOUND.items()],
        me=viewer.key,
        may_hold=viewer.may("house.erase"),
        clients=parties.clients(viewer=viewer)[:2000] if viewer.may("house.erase") else (),
    )


@require_POST
@for_kind("staff")
def hold_act(request: Visit, act: str) -> HttpResponse:
    """Put a legal hold on a client, or lift it."""
    client_id: UUID = key(request.POST.get("client", ""))
    viewer, now = request.viewer, timezone.now()
    if act == "hold":
        words, why = _("Nothing of this client is erased while the hold lasts."), request.POST.get("reason", "")
        attempt(request, lambda: hold(client_id=client_id, reason=why, by=viewer, at=now), words)
    elif act == "lift":
        words = _("The hold is lifted once two people agreed: what the law wants kept is kept all the same.")
        attempt(request, lambda: lift(client_id=client_id, by=viewer, at=now), words)
    else:
        raise Http404
    return redirect("staff:retention")
