"""A creditor says by which channel he wants his debtors, or one of them, to be written to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import ChannelWish, DebtorWish
from cessie.domain.correspondence.rules.means import CHANNELS
from cessie.domain.parties.models import Client, Relation
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def set_wish(*, client_id: UUID, channel: str, debtor_id: UUID | None = None, by: Viewer, at: datetime) -> str:
    """From the next message on it goes this way wherever that is lawful, agreed to, able and in time; blank ends it.

    Without a debtor it holds for all of the creditor's; the wish for one stands before it, what the debtor himself
    wants before both. The same again changes nothing. Locks: the client.
    Refused: no right (``NotAllowed``), what is not his (``NotFound``), an unknown channel.
    """
    if not by.sees_client(client_id):
        raise NotFound("parties.no_client", N_("There is no such client."))
    if by.kind == "client":
        by.require_client(client_id)
    else:
        by.require("correspondence.decide")
    if channel not in ("", *CHANNELS):
        raise Refusal("letter.channel", N_("The house knows no such channel."))
    client = Client.objects.select_for_update(of=("self",)).filter(pk=client_id).first()
    if client is None or not (debtor_id is None or _known(client_id, debtor_id)):
        raise NotFound("letter.unknown_debtor", N_("There is no such debtor."))
    if debtor_id is None:
        changed = _keep(ChannelWish, {"client_id": client_id}, channel, by, at)
    else:
        changed = _keep(DebtorWish, {"client_id": client_id, "debtor_id": debtor_id}, channel, by, at)
    if changed:
        facts = {"channel": channel, "debtor": debtor_id}
        record(action="correspondence.set_wish", subject=client, by=by, at=at, client_id=client_id, data=facts)
    return channel


def _known(client_id: UUID, debtor_id: UUID) -> bool:
    return Relation.objects.filter(client_id=client_id, debtor_id=debtor_id).exists()


def _keep(
    table: type[ChannelWish] | type[DebtorWish], of: dict[str, Any], channel: str, by: Viewer, at: datetime
) -> bool:
    """Keep the wish, or end it; whether that changed anything."""
    rows = table.objects.filter(**of)
    if rows.filter(channel=channel).exists() or (not channel and not rows.exists()):
        return False
    if channel:
        table.objects.update_or_create(**of, defaults={"channel": channel, "set_at": at, "set_by": by.key})
    else:
        rows.delete()
    return True
