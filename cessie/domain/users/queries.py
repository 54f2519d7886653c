"""Who stands behind a key of the trail."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from cessie.domain.users.models import Change, Erasure, User
from cessie.domain.users.rules.viewer import GRANTS, NotFound, Viewer
from cessie.lib.reasons import N_


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


def people(*, viewer: Viewer, text: str = "", kind: str = "", working: bool | None = None) -> QuerySet[User]:
    """Everybody who can or could log in, by name, for the staff; ``enrolled``: whether he has a second factor."""
    device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    rows = User.objects.annotate(enrolled=Exists(device)).order_by("name", "pk")
    if not viewer.sees_all:
        return rows.none()
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if kind:
        rows = rows.filter(kind=kind)
    return rows if working is None else rows.filter(is_active=working)


def person(*, viewer: Viewer, user_id: UUID) -> User:
    """One of them, or ``NotFound``."""
    row = people(viewer=viewer).filter(pk=user_id).first()
    if row is None:
        raise NotFound("users.unknown", N_("There is no such user."))
    return row


def changes(*, viewer: Viewer, user_id: UUID | None = None) -> QuerySet[Change]:
    """What waits for a second person, of one user or of all, oldest first; for the staff."""
    rows = Change.objects.select_related("user").filter(state="asked").order_by("asked_at", "pk")
    if not viewer.sees_all:
        return rows.none()
    return rows if user_id is None else rows.filter(user_id=user_id)


def erasure(*, viewer: Viewer, user_id: UUID) -> Erasure | None:
    """Whether somebody asked that this person be forgotten, and whether he is; for the staff."""
    return Erasure.objects.filter(user_id=user_id).first() if viewer.sees_all else None


def changed_user(*, viewer: Viewer, change_id: UUID) -> UUID:
    """Whose login a change is about; ``NotFound`` where there is none."""
    row = Change.objects.filter(pk=change_id).first() if viewer.sees_all else None
    if row is None:
        raise NotFound("users.no_such_change", N_("Nobody asked for such a change."))
    return row.user_id
