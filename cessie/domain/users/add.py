"""Add a colleague or a client's user: with a password that serves once, and with roles once a second person agreed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cessie.domain.users.create import create
from cessie.domain.users.models import User
from cessie.domain.users.one_time import give_one
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.users.set_roles import set_roles


@dataclass(frozen=True, slots=True)
class Added:
    """The new user, his password (told this once) and the roles that wait for a second person."""

    user: User
    password: str
    waiting: frozenset[str]


@transaction.atomic
def add(
    *, email: str, name: str, kind: str, roles: Collection[str] = (), language: str, by: Viewer, at: datetime
) -> Added:
    """A new user. Refused: who may not manage users, what ``create`` refuses, a role that is none."""
    user = create(email=email, name=name, kind=kind, language=language, by=by, at=at)
    password = give_one(user)
    waiting = set_roles(user_id=user.pk, roles=roles, by=by, at=at) if roles else frozenset()
    user.refresh_from_db()
    return Added(user, password, waiting)
