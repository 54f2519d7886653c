"""A client's owner lets his own colleagues in: bookkeepers and readers. Who may sign is the house's to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.parties.members import seat, unseat
from cessie.domain.parties.models import Membership
from cessie.domain.users.create import enter
from cessie.domain.users.invite import Invited, new_invitation
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal

#: What an owner may give.
LENT = ("bookkeeper", "reader")


@dataclass(frozen=True, slots=True)
class Colleague:
    """The new user, and the link that he begins with."""

    user: User
    invited: Invited


@transaction.atomic
def add_colleague(
    *,
    client_id: UUID,
    email: str,
    name: str,
    role: str,
    language: str,
    by: Viewer,
    at: datetime,
) -> Colleague:
    """A login for a colleague of this client alone; by a link as in ``users.add``.

    Refused: who is no owner in person (``NotAllowed``), a role that is not his to give, an address that has a login
    (whose it is is not told: the house looks at that).
    """
    _require_owner(client_id, by)
    _require_lent(role)
    if User.objects.filter(email__iexact=email.strip()).exists():
        words = N_("This address cannot be used: ask the house to let this person in.")
        raise Refusal("parties.ask_the_house", words)
    user = enter(email=email, name=name, kind="client", language=language, password=None, by=by, at=at)
    invited = new_invitation(user, by=by, at=at)
    seat(user_id=user.pk, client_id=client_id, role=role, by=by, at=at)
    return Colleague(user, invited)


@transaction.atomic
def change_colleague(*, client_id: UUID, user_id: UUID, role: str, by: Viewer, at: datetime) -> None:
    """Another role for a colleague. Refused: as ``add_colleague``; an owner, oneself, a stranger (``NotFound``)."""
    _require_owner(client_id, by)
    _require_lent(role)
    _theirs(client_id, user_id, by)
    seat(user_id=user_id, client_id=client_id, role=role, by=by, at=at)


@transaction.atomic
def end_colleague(*, client_id: UUID, user_id: UUID, by: Viewer, at: datetime) -> None:
    """He sees nothing of this client any more, at once; where he is a colleague no more it does nothing."""
    _require_owner(client_id, by)
    if Membership.objects.filter(client_id=client_id, user_id=user_id, ended_at__isnull=True).exists():
        _theirs(client_id, user_id, by)
        unseat(user_id=user_id, client_id=client_id, by=by, at=at)
    elif not Membership.objects.filter(client_id=client_id, user_id=user_id).exists():
        raise NotFound("parties.no_colleague", N_("This client has no such colleague."))


def _require_owner(client_id: UUID, by: Viewer) -> None:
    by.require_signer(client_id)
    _ = by.person  # a key that signs is no owner


def _require_lent(role: str) -> None:
    if role not in LENT:
        raise Refusal("parties.not_lent", N_("An owner makes bookkeepers and readers; owners are the house's to make."))


def _theirs(client_id: UUID, user_id: UUID, by: Viewer) -> None:
    rows = Membership.objects.select_for_update(of=("self",))
    member = rows.filter(client_id=client_id, user_id=user_id, ended_at__isnull=True).first()
    if member is None:
        raise NotFound("parties.no_colleague", N_("This client has no such colleague."))
    if member.role == "owner":
        raise Refusal("parties.owner", N_("An owner's rights are the house's to change."))
