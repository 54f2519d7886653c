"""Keys for a partner's own programs: each sees and does what the person does who made it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.keys.make_key import Made
from cessie.domain.keys.queries import own_keys
from cessie.domain.keys.revoke import revoke
from cessie.lib.reasons import Reason, Refusal
from cessie.portals.frame import keys as frame
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.partner.screens.cases import show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("partner")
def keys_page(request: Visit) -> HttpResponse:
    """The keys; after the form the new one's secret, this once."""
    made: Made | None = None
    wrong: Reason | None = None
    if request.method == "POST":
        try:
            made = frame.make_own(request)
        except Refusal as no:
            wrong = no.reason
    return show(
        request, "keys", keys=frame.rows_of(own_keys(viewer=request.viewer), timezone.now()), made=made, wrong=wrong,
        typed=frame.typed(request) if wrong else {}, may_make=True, scopes=frame.scopes_for(request.viewer),
        lives=frame.LIVES, signs_too=False, make_url=reverse("partner:keys"),
    )  # fmt: skip


@require_POST
@for_kind("partner")
def key_revoke(request: Visit, key_id: UUID) -> HttpResponse:
    """End a key at once; a second click changes nothing."""
    done = _("The key opens nothing any more.")
    attempt(request, lambda: revoke(key_id=key_id, by=request.viewer, at=timezone.now()), done)
    return redirect("partner:keys")
