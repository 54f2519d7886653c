"""The house lets a client's person in: his login, and his role there, in one act."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.parties.members import add_member
from cessie.domain.users.add import Added, add
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def let_in(*, client_id: UUID, role: str, email: str, name: str, language: str, by: Viewer, at: datetime) -> Added:
    """A new user of the kind ``client``. Refused: what ``add`` and ``add_member`` refuse."""
    added = add(email=email, name=name, kind="client", language=language, by=by, at=at)
    add_member(user_id=added.user.pk, client_id=client_id, role=role, by=by, at=at)
    return added
