"""Add a colleague or a client's user: by a link or with a password that serves once; roles once a second agreed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cessie.domain.users.create import create
from cessie.domain.users.invite import Invited, new_invitation
from cessie.domain.users.models import User
from cessie.domain.users.one_time import give_one
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.users.set_roles import set_roles


@dataclass(frozen=True, slots=True)
class Added:
    """The new user, the roles that wait for a second person, and the link or the password that he begins with."""

    user: User
    password: str  # told this once; blank where he has a link
    waiting: frozenset[str]
    invited: Invited | None = None


@transaction.atomic
def add(
    *,
    email: str,
    name: str,
    kind: str,
    roles: Collection[str] = (),
    language: str,
    by_link: bool = False,
    by: Viewer,
    at: datetime,
) -> Added:
    """A new user. ``by_link``: he is sent a link, and nobody else ever knows a password of his.

    Refused: who may not manage users, what ``create`` refuses, a role that is none.
    """
    user = create(email=email, name=name, kind=kind, language=language, by=by, at=at)
    invited = new_invitation(user, by=by, at=at) if by_link else None
    password = "" if by_link else give_one(user)
    waiting = set_roles(user_id=user.pk, roles=roles, by=by, at=at) if roles else frozenset()
    user.refresh_from_db()
    return Added(user, password, waiting, invited)
