"""End every link that a debtor was given for a client."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record_many
from cessie.domain.keys.models import DebtorLink
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def revoke_links(*, client_id: UUID, debtor_id: UUID, by: Viewer, at: datetime) -> int:
    """They open nothing from now on; how many. A letter went to a wrong address, or was passed on. Again does nothing.

    Refused: another's client (``NotFound``), no right to write to debtors, a reader (``NotAllowed``).
    """
    if not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    if by.kind == "staff":
        by.require("correspondence.decide")
    else:
        by.require_client(client_id)
    rows = DebtorLink.objects.select_for_update(of=("self",)).filter(
        client_id=client_id, debtor_id=debtor_id, revoked_at__isnull=True
    )
    links = list(rows.order_by("pk"))
    DebtorLink.objects.filter(pk__in=[link.pk for link in links]).update(revoked_at=at, revoked_by=by.key)
    record_many(
        action="keys.revoke_links", by=by, at=at,
        lines=[(("keys.DebtorLink", str(link.pk)), client_id, {"debtor": str(debtor_id)}) for link in links],
    )  # fmt: skip
    return len(links)
