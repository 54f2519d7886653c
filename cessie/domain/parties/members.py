"""Who may look and act for a client."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.parties.models import MEMBER_ROLES, Client, Membership
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def add_member(*, user_id: UUID, client_id: UUID, role: str, by: Viewer, at: datetime) -> Membership:
    """Give a client's user his role there: owner (signs), bookkeeper (works) or reader. The same again does nothing.

    Another role ends the old membership and begins a new one. Refused: a user who is not of the kind ``client``
    (staff cannot sign for a client), an unknown role, an unknown client or user (``NotFound``).
    """
    by.require("users.manage")
    return seat(user_id=user_id, client_id=client_id, role=role, by=by, at=at)


@transaction.atomic
def seat(*, user_id: UUID, client_id: UUID, role: str, by: Viewer, at: datetime) -> Membership:
    """The membership itself, for a verb that has asked for the right already."""
    if role not in MEMBER_ROLES:
        raise Refusal("parties.unknown_role", N_("{role} is no role in a client."), role=role)
    client = Client.objects.select_for_update(of=("self",)).filter(pk=client_id).first()
    user = User.objects.filter(pk=user_id).first()
    if client is None or user is None:
        raise NotFound("parties.unknown_member", N_("There is no such client or user."))
    if user.kind != "client":
        raise Refusal("parties.not_a_client_user", N_("Only a client's own user can become its member."))
    current = Membership.objects.filter(user=user, client=client, ended_at__isnull=True).first()
    if current is not None and current.role == role:
        return current
    if current is not None:
        _end(current, at)
    member = Membership.objects.create(user=user, client=client, role=role, since_at=at)
    record(action="parties.add_member", subject=member, by=by, at=at, client_id=client_id, data={"role": role})
    return member


@transaction.atomic
def end_member(*, user_id: UUID, client_id: UUID, by: Viewer, at: datetime) -> None:
    """Take a user's right in a client away; where he has none it does nothing."""
    by.require("users.manage")
    unseat(user_id=user_id, client_id=client_id, by=by, at=at)


@transaction.atomic
def unseat(*, user_id: UUID, client_id: UUID, by: Viewer, at: datetime) -> None:
    """The same for a verb that has asked for the right already."""
    rows = Membership.objects.select_for_update(of=("self",))
    current = rows.filter(user_id=user_id, client_id=client_id, ended_at__isnull=True).first()
    if current is not None:
        _end(current, at)
        record(action="parties.end_member", subject=current, by=by, at=at, client_id=client_id)


def _end(member: Membership, at: datetime) -> None:
    member.ended_at = at
    member.save(update_fields=["ended_at"])
