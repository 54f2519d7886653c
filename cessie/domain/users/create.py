"""Give a person a login."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction

from cessie.domain.audit.record import record
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import KINDS, STAFF_ROLES, Viewer
from cessie.lib.reasons import N_, Refusal

_LOCK = 0xAD31  # advisory lock: two processes cannot both make the first administrator


class WeakPassword(Refusal):
    """The password is too short, too common or too like the person's name."""


def create(
    *,
    email: str,
    name: str,
    kind: str,
    roles: Collection[str] = (),
    language: str = "nl",
    password: str | None = None,
    by: Viewer,
    at: datetime,
) -> User:
    """A new user; without ``password`` he cannot log in before he has set one (``users.set_password``).

    An administrator makes users; only the very first administrator may be made by a command of the installation.
    Refused: no such right, an address that is none or is in use, no name, an unknown kind, role or language, roles for
    others than staff, a weak password (``WeakPassword``).
    """
    with transaction.atomic():
        if not _is_first_administrator(kind, roles, by):
            by.require("users.manage")
        return enter(email=email, name=name, kind=kind, roles=roles, language=language, password=password, by=by, at=at)


@transaction.atomic
def enter(
    *,
    email: str,
    name: str,
    kind: str,
    roles: Collection[str] = (),
    language: str,
    password: str | None,
    by: Viewer,
    at: datetime,
) -> User:
    """The login itself, for a verb that has asked for the right already."""
    address = email.strip().lower()
    _require(address, name, kind, roles, language)
    user = User(email=address, name=name.strip(), kind=kind, roles=sorted(set(roles)), language=language, created_at=at)
    set_secret(user, password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refusal("users.email_taken", N_("The address {email} has a login already."), email=address) from None
    record(action="users.create", subject=user, by=by, at=at, data={"kind": kind, "roles": user.roles})
    return user


def set_secret(user: User, password: str | None) -> None:
    """Hash a password into the row (argon2), after the house's tests for weak ones; None: nobody can log in."""
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(
            "users.weak_password", N_("Choose another password: {why}"), why=" ".join(weak.messages)
        ) from None
    user.set_password(password)


def _require(address: str, name: str, kind: str, roles: Collection[str], language: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal("users.false_email", N_("{email} is no e-mail address."), email=address) from None
    if not name.strip():
        raise Refusal("users.no_name", N_("A user needs a name."))
    if kind not in KINDS:
        raise Refusal("users.unknown_kind", N_("{kind} is no kind of user."), kind=kind)
    if language not in dict(settings.LANGUAGES):
        raise Refusal("users.unknown_language", N_("The language {language} is not offered."), language=language)
    allowed = STAFF_ROLES if kind == "staff" else ()
    for role in roles:
        if role not in allowed:
            raise Refusal("users.unknown_role", N_("{role} is no role for this kind of user."), role=role)


def _is_first_administrator(kind: str, roles: Collection[str], by: Viewer) -> bool:
    if by.kind != "system" or kind != "staff" or "administrator" not in roles:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return not User.objects.filter(roles__contains=["administrator"]).exists()
