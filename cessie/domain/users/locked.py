"""The row of a user, held while something of it is decided."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_


def locked(user_id: UUID) -> User:
    """The row, held until the transaction ends; ``NotFound`` where there is none."""
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
    if user is None:
        raise NotFound("users.unknown", N_("There is no such user."))
    return user


def with_administrators(user_id: UUID) -> tuple[User, bool]:
    """The row, and whether another administrator can log in. All of them are held, so that two cannot go at once."""
    which = Q(pk=user_id) | Q(is_active=True, roles__contains=["administrator"])
    rows = list(User.objects.select_for_update(of=("self",)).filter(which).order_by("id"))
    found = [row for row in rows if row.pk == user_id]
    if not found:
        raise NotFound("users.unknown", N_("There is no such user."))
    return found[0], len(rows) > 1
