"""End a key at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.keys.models import ApiKey
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def revoke(*, key_id: UUID, by: Viewer, at: datetime) -> ApiKey:
    """The key opens nothing from now on; again does nothing.

    Refused: another's key (``NotFound``), neither owner of the client (of a partner's: its person) nor administrator, a
    program (``NotAllowed``).
    """
    key = ApiKey.objects.select_for_update(of=("self",)).filter(pk=key_id).first()
    if key is None or not _sees(by, key):
        raise NotFound("keys.unknown", N_("There is no such key."))
    if not by.key.startswith("user:"):
        raise NotAllowed("keys.people_only", N_("Only a person makes keys."))
    if by.kind == "staff":
        by.require("users.manage")
    elif key.client_id is not None:
        by.require_signer(key.client_id)
    if key.revoked_at is None:
        key.revoked_at, key.revoked_by = at, by.key
        key.save(update_fields=["revoked_at", "revoked_by"])
        record(action="keys.revoke", subject=key, by=by, at=at, client_id=key.client_id)
    return key


def _sees(by: Viewer, key: ApiKey) -> bool:
    if key.client_id is None:
        return by.sees_all or (by.user_id is not None and key.person_id == by.user_id)
    return by.sees_client(key.client_id)
