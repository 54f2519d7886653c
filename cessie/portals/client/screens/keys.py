"""Keys for the client's own programs: made and revoked by an owner, the secret shown once."""

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
from cessie.domain.keys.revoke import revoke
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import Reason, Refusal
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame import keys as frame
from cessie.portals.frame.access import Visit, attempt, for_kind


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("client")
def keys_page(request: Visit) -> HttpResponse:
    """The keys; after the form the new one's secret, this once."""
    client, viewer = client_of(request), request.viewer
    made: Made | None = None
    wrong: Reason | None = None
    if request.method == "POST":
        viewer.require_signer(client.pk)
        try:
            made = frame.make(request, client.pk)
        except NotFound:
            raise
        except Refusal as no:
            wrong = no.reason
    signs = client.pk in viewer.signs_for
    return show(
        request,
        "keys",
        client,
        422 if wrong else 200,
        keys=frame.listed(viewer=viewer, client_id=client.pk, at=timezone.now()),
        made=made,
        wrong=wrong,
        typed=frame.typed(request) if wrong else {},
        may_make=signs,
        scopes=frame.scopes_for(viewer),
        lives=frame.LIVES,
        signs_too=signs,
        make_url=reverse("client:keys"),
    )


@require_POST
@for_kind("client")
def key_revoke(request: Visit, key_id: UUID) -> HttpResponse:
    """End a key at once; a second click changes nothing."""
    attempt(
        request,
        lambda: revoke(key_id=key_id, by=request.viewer, at=timezone.now()),
        _("The key opens nothing any more."),
    )
    return redirect("client:keys")
