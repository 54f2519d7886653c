"""Everybody who logs in: colleagues with their desks, clients' users with their clients."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cessie.domain.parties import queries as parties
from cessie.domain.parties.let_in import let_in
from cessie.domain.parties.models import MEMBER_ROLES
from cessie.domain.users import queries as users
from cessie.domain.users.add import Added, add
from cessie.domain.users.rules.viewer import STAFF_ROLES, NotAllowed, NotFound
from cessie.lib.reasons import Reason, Refusal
from cessie.portals.frame.access import Visit, for_kind, key, number
from cessie.portals.frame.invited import tell
from cessie.portals.frame.vocabulary import ROLES, word
from cessie.portals.staff.desk import show

WORKING = {"": True, "off": False, "all": None}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def people(request: Visit) -> HttpResponse:
    """Everybody, by name; the form lets one in by a link: it is mailed, or handed over where the house cannot mail."""
    made: Added | None = None
    link = ""
    wrong: Reason | None = None
    if request.method == "POST":
        try:
            made = _add(request)
            link = tell(request, made.invited)
        except (NotFound, NotAllowed):
            raise
        except Refusal as no:
            wrong = no.reason
    viewer, get = request.viewer, request.GET
    kind, state, text = get.get("kind", ""), get.get("state", ""), get.get("q", "")
    rows = users.people(viewer=viewer, text=text, kind=kind, working=WORKING.get(state, True))
    page = Paginator(rows, 50).get_page(number(get.get("page")))
    return show(
        request,
        "people",
        page=page,
        rows=[(user, does) for user, does in zip(page, _does(request, list(page)), strict=True)],
        text=text,
        kind_filter=kind,
        state_filter=state,
        kinds=[("", _("Everybody")), ("staff", _("Colleagues")), ("client", _("Clients' users"))],
        states=[("", _("Working")), ("off", _("Switched off")), ("all", _("All"))],
        waiting=users.changes(viewer=viewer)[:50],
        made=made,
        link=link,
        added_roles=", ".join(word(ROLES, role) for role in sorted(made.waiting)) if made else "",
        wrong=wrong,
        typed=request.POST if wrong else {},
        typed_roles=request.POST.getlist("roles") if wrong else [],
        may_manage=viewer.may("users.manage"),
        **choices(request),
    )


def _does(request: Visit, page: list[Any]) -> list[str]:
    """What each of them does: his desks in the house, or his role at his clients."""
    seats: dict[UUID, list[str]] = {user.pk: [word(ROLES, role) for role in user.roles] for user in page}
    for member in parties.members(viewer=request.viewer, user_ids=list(seats)):
        seats[member.user_id].append(f"{member.client.company.name} ({word(ROLES, member.role)})")
    return [", ".join(seats[user.pk]) for user in page]


def _add(request: Visit) -> Added:
    said, by, at = request.POST, request.viewer, timezone.now()
    email, name, language = said.get("email", ""), said.get("name", ""), said.get("language", "")
    if "client" not in said:
        roles = said.getlist("roles")
        return add(email=email, name=name, kind="staff", roles=roles, language=language, by=by, at=at)
    client_id = key(said["client"])
    return let_in(
        client_id=client_id, role=said.get("role", ""), email=email, name=name, language=language, by=by, at=at
    )  # fmt: skip


def choices(request: Visit) -> dict[str, Any]:
    """What the forms offer; the clients to those alone who can choose one."""
    return {
        "roles": [(role, word(ROLES, role)) for role in STAFF_ROLES],
        "member_roles": [(role, word(ROLES, role)) for role in MEMBER_ROLES],
        "languages": settings.LANGUAGES,
        "clients": parties.clients(viewer=request.viewer)[:2000] if request.viewer.may("users.manage") else (),
    }
