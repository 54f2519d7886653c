"""Who stands behind a key of the trail."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import GRANTS, Viewer


def names_of(keys: Iterable[str], *, viewer: Viewer) -> dict[str, str]:
    """The names behind ``Viewer.key`` values, in one query; for others than the staff nobody has a name."""
    if not viewer.sees_all:
        return {}
    wanted = set(keys)
    found = {key: key.partition(":")[2] for key in wanted if key.startswith("system:")}
    people = {key: UUID(key.partition(":")[2]) for key in wanted if key.startswith("user:")}
    names = dict(User.objects.filter(pk__in=people.values()).values_list("pk", "name"))
    return found | {key: names[pk] for key, pk in people.items() if pk in names}


def deciders() -> tuple[User, ...]:
    """The people of the staff whose role decides tasks, by name."""
    roles = [role for role, acts in GRANTS.items() if "work.decide" in acts]
    return tuple(User.objects.filter(kind="staff", is_active=True, roles__overlap=roles).order_by("name", "pk"))
