"""Invite a new person by a link: he chooses his own password with it, and nobody else ever knows one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.create import set_secret
from cessie.domain.users.locked import locked
from cessie.domain.users.models import Invitation, User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal

#: How long a link opens.
LASTS: Final = timedelta(days=7)
NOTHING: Final = N_("This link opens nothing: it was used, withdrawn or has run out.")


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom, and the secret of his link, which is told to him alone and nowhere kept."""

    user: User
    secret: str
    expires_at: datetime


@transaction.atomic
def invite(*, user_id: UUID, by: Viewer, at: datetime) -> Invited:
    """A new link; one that was made before opens nothing any more.

    Refused: no right (``NotAllowed``), an unknown user (``NotFound``), a login that is switched off, a person who has
    chosen a password already.
    """
    by.require("users.manage")
    user = locked(user_id)
    if not user.is_active:
        raise Refusal("users.off", N_("This login is switched off."))
    if user.has_usable_password():
        raise Refusal("users.has_password", N_("This person has a password already."))
    return new_invitation(user, by=by, at=at)


def new_invitation(user: User, *, by: Viewer, at: datetime) -> Invited:
    """The link itself, for a verb that has asked for the right already and holds the row of the user."""
    _revoke(user.pk, at)
    secret = secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        user=user, digest=_digest(secret), made_at=at, made_by=by.key, expires_at=at + LASTS
    )
    record(action="users.invite", subject=user, by=by, at=at)
    return Invited(user, secret, row.expires_at)


@transaction.atomic
def withdraw_invitation(*, user_id: UUID, by: Viewer, at: datetime) -> None:
    """His link opens nothing any more; again does nothing. Refused: no right, an unknown user (``NotFound``)."""
    by.require("users.manage")
    user = locked(user_id)
    if _revoke(user.pk, at):
        record(action="users.withdraw_invitation", subject=user, by=by, at=at)


def open_invitation(user_id: UUID) -> Invitation | None:
    """The link that was made last and is neither used nor withdrawn; it may have run out."""
    return Invitation.objects.filter(user=user_id, used_at__isnull=True, revoked_at__isnull=True).first()


def invited(secret: str, at: datetime) -> User:
    """Whose link it is; ``NotFound`` for one that is false, used, withdrawn or run out, or of nobody who may log in."""
    open_ = Invitation.objects.filter(digest=_digest(secret), used_at__isnull=True, revoked_at__isnull=True)
    row = open_.filter(expires_at__gt=at, user__is_active=True).select_related("user").first()
    if row is None:
        raise NotFound("users.no_invitation", NOTHING)
    return row.user


@transaction.atomic
def accept_invitation(*, secret: str, password: str, by: Viewer, at: datetime) -> User:
    """The invited person, ``by``, chooses his password; the link opens nothing any more.

    Refused: as ``invited``, another person (``NotFound``), a weak password (``WeakPassword``; the link stays).
    """
    user = locked(invited(secret, at).pk)
    if invited(secret, at).pk != by.user_id:  # asked again under the lock: of two at once one chooses
        raise NotFound("users.no_invitation", NOTHING)
    set_secret(user, password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    Invitation.objects.filter(digest=_digest(secret)).update(used_at=at)
    record(action="users.accept_invitation", subject=user, by=by, at=at)
    return user


def _revoke(user_id: UUID, at: datetime) -> int:
    return Invitation.objects.filter(user=user_id, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
