"""Choose a password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.create import set_secret
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def set_password(*, user_id: UUID, password: str, by: Viewer, at: datetime) -> User:
    """Change one's own password, or as administrator another's, which then serves once: he chooses his own at login.
    His sessions elsewhere end (Django's session hash).

    Refused: another's without the right, a weak password (``WeakPassword``), an unknown user (``NotFound``).
    """
    if by.user_id != user_id:
        by.require("users.manage")
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
    if user is None:
        raise NotFound("users.unknown", N_("There is no such user."))
    set_secret(user, password)
    user.must_change_password = by.user_id != user_id
    user.save(update_fields=["password", "must_change_password"])
    record(action="users.set_password", subject=user, by=by, at=at)
    return user
