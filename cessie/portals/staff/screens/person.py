"""One login: what he does, what waits for a second person, and what can be decided of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.audit.queries import history
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.parties.members import add_member, end_member
from cessie.domain.users import queries as users
from cessie.domain.users.change import agree, ask, decline
from cessie.domain.users.erase import ask_erasure, erase
from cessie.domain.users.invite import invite, open_invitation, withdraw_invitation
from cessie.domain.users.one_time import one_time_password
from cessie.domain.users.set_password import set_password
from cessie.domain.users.set_roles import set_roles
from cessie.domain.users.switch_off import switch_off
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, key, say
from cessie.portals.frame.invited import tell
from cessie.portals.frame.vocabulary import ROLES, word
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens.people import choices


@never_cache
@require_safe
@for_kind("staff")
def person(request: Visit, user_id: UUID) -> HttpResponse:
    """One of the people, with who did what to his login."""
    return _page(request, user_id)


def _page(request: Visit, user_id: UUID, *, password: str = "", link: str = "") -> HttpResponse:
    viewer = request.viewer
    about = users.person(viewer=viewer, user_id=user_id)
    waiting, gone = list(users.changes(viewer=viewer, user_id=user_id)), users.erasure(viewer=viewer, user_id=user_id)
    trail = list(history(subject=about, viewer=viewer)[:50])
    actors = {event.actor for event in trail} | {change.asked_by for change in waiting}
    me = viewer.user_id == user_id
    return show(
        request,
        "person",
        about=about,
        does=", ".join(word(ROLES, role) for role in about.roles),
        password=password,
        link=link,
        seats=parties.members(viewer=viewer, user_ids=[user_id]),
        waiting=[
            (change, ", ".join(word(ROLES, role) for role in change.roles), not me and change.asked_by != viewer.key)
            for change in waiting
        ],
        gone=gone,
        may_erase=viewer.may("users.erase") and not (gone and (gone.done_at or gone.asked_by == viewer.key)),
        trail=trail,
        names=names_of(actors | ({gone.asked_by, gone.done_by} if gone else set()), viewer=viewer),
        invitation=open_invitation(user_id),
        may_invite=not about.has_usable_password(),
        may_manage=viewer.may("users.manage"),
        may_agree=viewer.may("users.agree"),
        me=me,
        **choices(request),
    )


@never_cache
@require_POST
@for_kind("staff")
def person_act(request: Visit, user_id: UUID, act: str) -> HttpResponse:
    """Decide something of his login; a password or a link that was given is shown this once."""
    users.person(viewer=request.viewer, user_id=user_id)
    if act not in ACTS:
        raise Http404
    verb, words = ACTS[act]
    told: list[str] = []
    attempt(request, lambda: told.append(verb(request, user_id, timezone.now())), _(words))
    if not (told and told[0]):
        return redirect("staff:person", user_id)
    return _page(request, user_id, link=told[0]) if act == "invite" else _page(request, user_id, password=told[0])


@never_cache
@require_POST
@for_kind("staff")
def change_act(request: Visit, asked_id: UUID, act: str) -> HttpResponse:
    """Agree to what a colleague asked for, or decline it."""
    viewer, now = request.viewer, timezone.now()
    user_id = users.changed_user(viewer=viewer, change_id=asked_id)
    told: list[str] = []
    if act == "agree":
        attempt(
            request,
            lambda: told.append(agree(change_id=asked_id, by=viewer, at=now).password),
            _("Agreed: it is done."),
        )
    elif act == "decline":
        attempt(request, lambda: decline(change_id=asked_id, by=viewer, at=now), _("Declined: nothing was changed."))
    else:
        raise Http404
    return _page(request, user_id, password=told[0]) if told and told[0] else redirect("staff:person", user_id)


def _roles(request: Visit, user_id: UUID, at: datetime) -> str:
    more = set_roles(user_id=user_id, roles=request.POST.getlist("roles"), by=request.viewer, at=at)
    if more:
        names = ", ".join(word(ROLES, role) for role in sorted(more))
        say(request, "warn", _("Waits for a second person: {roles}.").format(roles=names))
    return ""


def _off(request: Visit, user_id: UUID, at: datetime) -> str:
    switch_off(user_id=user_id, by=request.viewer, at=at)
    return ""


def _on(request: Visit, user_id: UUID, at: datetime) -> str:
    ask(user_id=user_id, kind="switch_on", by=request.viewer, at=at)
    return ""


def _second_factor(request: Visit, user_id: UUID, at: datetime) -> str:
    ask(user_id=user_id, kind="second_factor", by=request.viewer, at=at)
    return ""


def _password(request: Visit, user_id: UUID, at: datetime) -> str:
    password = one_time_password()
    set_password(user_id=user_id, password=password, by=request.viewer, at=at)
    return password


def _invite(request: Visit, user_id: UUID, at: datetime) -> str:
    return tell(request, invite(user_id=user_id, by=request.viewer, at=at))


def _uninvite(request: Visit, user_id: UUID, at: datetime) -> str:
    withdraw_invitation(user_id=user_id, by=request.viewer, at=at)
    return ""


def _seat(request: Visit, user_id: UUID, at: datetime) -> str:
    client_id, role = key(request.POST.get("client", "")), request.POST.get("role", "")
    add_member(user_id=user_id, client_id=client_id, role=role, by=request.viewer, at=at)
    return ""


def _unseat(request: Visit, user_id: UUID, at: datetime) -> str:
    end_member(user_id=user_id, client_id=key(request.POST.get("client", "")), by=request.viewer, at=at)
    return ""


def _forget(request: Visit, user_id: UUID, at: datetime) -> str:
    """The first who wants it asks, the second does it."""
    if users.erasure(viewer=request.viewer, user_id=user_id) is None:
        ask_erasure(user_id=user_id, by=request.viewer, at=at)
    else:
        erase(user_id=user_id, by=request.viewer, at=at)
    return ""


#: Act of the address -> what does it, and what is said when it is done.
ACTS: dict[str, tuple[Callable[[Visit, UUID, datetime], str], str]] = {
    "roles": (_roles, N_("The roles are noted.")),
    "off": (_off, N_("The login is switched off; his sessions have ended.")),
    "on": (_on, N_("Noted: a second person must agree.")),
    "second-factor": (_second_factor, N_("Noted: a second person must agree.")),
    "password": (_password, N_("His old password opens nothing any more.")),
    "invite": (_invite, N_("He has a new link; the one before opens nothing any more.")),
    "uninvite": (_uninvite, N_("His link opens nothing any more.")),
    "seat": (_seat, N_("The role is noted.")),
    "unseat": (_unseat, N_("He sees nothing of this client any more.")),
    "forget": (_forget, N_("Done.")),
}
