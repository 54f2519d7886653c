"""Give a debtor the link to what he owes a client: it opens without an account, for a while, and nothing else."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.keys.models import DebtorLink
from cessie.domain.keys.rules.secret import digest_of
from cessie.domain.parties.models import Relation
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

#: How long a link opens: a letter is answered within months, or by another letter.
LIFE: Final = timedelta(days=180)


@transaction.atomic
def debtor_link(*, client_id: UUID, debtor_id: UUID, by: Viewer, at: datetime) -> str:
    """A new link, whole, to be put into one letter. Its secret has 256 bits and is kept as a hash alone.

    Refused (``NotFound``): another's client, a debtor who does no business with him. Staff needs the right to write
    to debtors, a person of the client that to act for it (``NotAllowed``).
    """
    known = Relation.objects.filter(client_id=client_id, debtor_id=debtor_id).exists()
    if not known or not by.sees_client(client_id):
        raise NotFound("keys.no_relation", N_("This debtor does no business with this client."))
    if by.kind == "staff":
        by.require("correspondence.decide")
    else:
        by.require_client(client_id)
    secret = secrets.token_urlsafe(32)
    link = DebtorLink.objects.create(
        client_id=client_id,
        debtor_id=debtor_id,
        digest=digest_of(secret),
        made_at=at,
        made_by=by.key,
        expires_at=at + LIFE,
    )
    facts = {"debtor": str(debtor_id), "until": link.expires_at}
    record(action="keys.debtor_link", subject=link, by=by, at=at, client_id=client_id, data=facts)
    return address_of(secret)


def address_of(secret: str) -> str:
    """The whole address that the secret opens."""
    return f"{settings.PUBLIC_URL}/debtor/{secret}"
