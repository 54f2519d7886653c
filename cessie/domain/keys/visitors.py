"""Who comes by a debtor's link: a viewer for whom one debtor's debts to one client exist, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cessie.domain.keys.models import DebtorLink
from cessie.domain.keys.rules.secret import digest_of
from cessie.domain.users.rules.viewer import Viewer

_FORM: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A debtor at the door, with the client whom he owes and the language in which he is written to."""

    link_id: UUID
    client_id: UUID
    debtor_id: UUID
    debtor_name: str
    client_name: str
    expires_at: datetime
    viewer: Viewer


def by_link(secret: str, *, at: datetime) -> Visitor | None:
    """Whose link this is; None for an unknown, revoked or expired one. One statement."""
    if not _FORM.fullmatch(secret):
        return None
    link = (
        DebtorLink.objects.select_related("debtor__company", "client__company")
        .filter(digest=digest_of(secret), revoked_at__isnull=True, expires_at__gt=at)
        .first()
    )
    if link is None:
        return None
    debtor = link.debtor.company
    viewer = Viewer(
        key=f"link:{link.pk}",
        kind="debtor",
        name=debtor.name,
        language=debtor.language,
        owes=(link.client_id, link.debtor_id),
    )
    names = debtor.name, link.client.company.name
    return Visitor(link.pk, link.client_id, link.debtor_id, *names, link.expires_at, viewer)
