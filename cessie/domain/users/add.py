"""Add a colleague or a client's user: by a link or with a password that serves once; roles once a second agreed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cessie.domain.users.create import create
from cessie.domain.users.invite import Invited, new_invitation
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.users.set_roles import set_roles


@dataclass(frozen=True, slots=True)
class Added:
    """The new user, the roles that wait for a second person, and the link that he begins with."""

    user: User
    waiting: frozenset[str]
    invited: Invited


@transaction.atomic
def add(
    *,
    email: str,
    name: str,
    kind: str,
    roles: Collection[str] = (),
    language: str,
    by: Viewer,
    at: datetime,
) -> Added:
    """A new user with a link by which he chooses his own password: nobody else ever knows one of his.

    Refused: who may not manage users, what ``create`` refuses, a role that is none.
    """
    user = create(email=email, name=name, kind=kind, language=language, by=by, at=at)
    invited = new_invitation(user, by=by, at=at)
    waiting = set_roles(user_id=user.pk, roles=roles, by=by, at=at) if roles else frozenset()
    user.refresh_from_db()
    return Added(user, waiting, invited)
