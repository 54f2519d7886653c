"""Take a person's access away at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def switch_off(*, user_id: UUID, by: Viewer, at: datetime) -> User:
    """The user stays in the trail but logs in no more and sees nothing; again does nothing.

    Refused: oneself and the last administrator (the house would be locked out), an unknown user (``NotFound``).
    """
    by.require("users.manage")
    administrators = User.objects.select_for_update(of=("self",)).filter(
        is_active=True, roles__contains=["administrator"]
    )
    others = [row.pk for row in administrators.order_by("id") if row.pk != user_id]
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
    if user is None:
        raise NotFound("users.unknown", N_("There is no such user."))
    if user.pk == by.user_id or ("administrator" in user.roles and not others):
        words = N_("Nobody switches himself off, nor the last administrator: another administrator is needed.")
        raise Refusal("users.locked_out", words)
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        record(action="users.switch_off", subject=user, by=by, at=at)
    return user
