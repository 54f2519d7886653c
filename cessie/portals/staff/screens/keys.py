"""A client's API keys, for the house: seen by all, made and revoked by administrators. Staff lends no signature."""

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
from cessie.domain.keys.queries import keys
from cessie.domain.keys.revoke import revoke
from cessie.domain.parties import queries as parties
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.frame import keys as frame
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.staff.desk import show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def keys_page(request: Visit, client_id: UUID) -> HttpResponse:
    """The keys; after the form the new one's secret, this once."""
    client, viewer = parties.client(viewer=request.viewer, client_id=client_id), request.viewer
    made: Made | None = None
    wrong: Reason | None = None
    if request.method == "POST":
        viewer.require("users.manage")
        try:
            made = frame.make(request, client.pk)
        except NotFound:
            raise
        except Refusal as no:
            wrong = no.reason
    return show(
        request,
        "keys",
        client=client,
        keys=frame.listed(viewer=viewer, client_id=client.pk, at=timezone.now()),
        made=made,
        wrong=wrong,
        typed=frame.typed(request) if wrong else {},
        may_make=viewer.may("users.manage"),
        scopes=frame.scopes_for(viewer),
        lives=frame.LIVES,
        make_url=reverse("staff:keys", args=[client.pk]),
    )


@require_POST
@for_kind("staff")
def key_revoke(request: Visit, client_id: UUID, key_id: UUID) -> HttpResponse:
    """End a key at once."""
    if not keys(viewer=request.viewer, client_id=client_id).filter(pk=key_id).exists():
        raise NotFound("keys.unknown", N_("There is no such key."))
    attempt(
        request,
        lambda: revoke(key_id=key_id, by=request.viewer, at=timezone.now()),
        _("The key opens nothing any more."),
    )
    return redirect("staff:keys", client_id)
