"""Who of a client logs in: its owner lets his bookkeepers and readers in, and out again."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.parties import queries as parties
from cessie.domain.parties.colleagues import LENT, Colleague, add_colleague, change_colleague, end_colleague
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.reasons import Reason, Refusal
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.invited import tell
from cessie.portals.frame.vocabulary import ROLES, word


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("client")
def people(request: Visit) -> HttpResponse:
    """His colleagues; the form lets one in: by a link that is mailed, or handed over where the house cannot mail."""
    client, said = client_of(request), request.POST
    made: Colleague | None = None
    link = ""
    wrong: Reason | None = None
    if request.method == "POST":
        try:
            made = add_colleague(
                client_id=client.pk,
                email=said.get("email", ""),
                name=said.get("name", ""),
                role=said.get("role", ""),
                language=said.get("language", ""),
                by=request.viewer,
                at=timezone.now(),
            )
            link = tell(request, made.invited)
        except (NotFound, NotAllowed):
            raise
        except Refusal as no:
            wrong = no.reason
    return show(
        request,
        "people",
        client,
        422 if wrong else 200,
        members=parties.members(viewer=request.viewer, client_id=client.pk),
        roles=[(role, word(ROLES, role)) for role in LENT],
        languages=settings.LANGUAGES,
        made=made,
        link=link,
        wrong=wrong,
        typed=said if wrong else {},
    )


@require_POST
@for_kind("client")
def person_act(request: Visit, user_id: UUID, act: str) -> HttpResponse:
    """Another role for a colleague, or none any more."""
    client, now = client_of(request), timezone.now()
    theirs = parties.members(viewer=request.viewer, client_id=client.pk, user_ids=[user_id])
    if act not in ("role", "end") or not theirs.exists():
        raise Http404
    if act == "role":
        role = request.POST.get("role", "")
        attempt(
            request,
            lambda: change_colleague(client_id=client.pk, user_id=user_id, role=role, by=request.viewer, at=now),
            _("The role is noted."),
        )
    else:
        attempt(
            request,
            lambda: end_colleague(client_id=client.pk, user_id=user_id, by=request.viewer, at=now),
            _("He sees nothing of this client any more."),
        )
    return redirect("client:people")
