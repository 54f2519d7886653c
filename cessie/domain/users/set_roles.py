"""Say what a colleague does in the house: taken away by one person, given by two."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.users.change import ask
from cessie.domain.users.locked import with_administrators
from cessie.domain.users.models import User
from cessie.domain.users.rules.changes import to_agree
from cessie.domain.users.rules.viewer import STAFF_ROLES, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def set_roles(*, user_id: UUID, roles: Collection[str], by: Viewer, at: datetime) -> frozenset[str]:
    """The roles of a colleague from now on; returns those that come on top and wait for a second person.

    What he loses is gone at once. The house's only person gives its second one his roles alone: there is nobody to
    agree. Refused: no right or no person (``NotAllowed``), an unknown user (``NotFound``), one who is not of the staff,
    a role that is none, the last administrator's own.
    """
    by.require("users.manage")
    user, another = with_administrators(user_id)
    for role in roles:
        if user.kind != "staff" or role not in STAFF_ROLES:
            raise Refusal("users.unknown_role", N_("{role} is no role for this kind of user."), role=role)
    if "administrator" in user.roles and "administrator" not in roles and not another:
        raise Refusal("users.last_administrator", N_("This is the last administrator: make another one first."))
    more = to_agree(before=user.roles, after=roles)
    alone = not User.objects.filter(kind="staff").exclude(pk__in=[by.person, user.pk]).exists() and user.pk != by.person
    keep = sorted(set(roles)) if alone else sorted(set(roles) - more)
    if keep != sorted(user.roles):
        before, user.roles = sorted(user.roles), keep
        user.save(update_fields=["roles"])
        record(action="users.set_roles", subject=user, by=by, at=at, data={"before": before, "after": keep})
    if alone or not more:
        return frozenset()
    ask(user_id=user.pk, kind="roles", roles=more, by=by, at=at)
    return more
