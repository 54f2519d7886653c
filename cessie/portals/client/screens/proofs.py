"""What the house asks proof of: each invoice with what to hand in, by phone too."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.disputes.add_evidence import LIMIT, File
from cessie.domain.verification import queries
from cessie.domain.verification.hand_in import hand_in
from cessie.domain.verification.rules.kinds import PROOFS
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.lists import cut
from cessie.portals.frame.verification_words import ITEM_STATES


@require_safe
@for_kind("client")
def proofs(request: Visit) -> HttpResponse:
    """Those that are asked for first, then what became of the others."""
    client = client_of(request)
    rows = queries.items(viewer=request.viewer, client_id=client.pk)
    asked = rows.filter(state__in=(*queries.OPEN, "handed_in"))
    page = cut(request, rows.exclude(state__in=(*queries.OPEN, "handed_in")))
    return show(
        request, "proofs", client, asked=[(row, *ITEM_STATES[row.state]) for row in asked], page=page,
        done=[(row, *ITEM_STATES[row.state]) for row in page], kinds=PROOFS,
    )  # fmt: skip


@require_POST
@for_kind("client")
def proof_in(request: Visit, item_id: UUID) -> HttpResponse:
    """Hand in what proves it: photos and PDFs."""
    queries.item(viewer=request.viewer, item_id=item_id)
    files = [File(file.name or "", file.read(LIMIT + 1)) for file in request.FILES.getlist("file")]
    attempt(
        request,
        lambda: hand_in(
            item_id=item_id, kind=request.POST.get("kind", ""), files=files, by=request.viewer, at=timezone.now()
        ),
        _("Thank you: we look at it."),
    )
    return redirect("client:proofs")
