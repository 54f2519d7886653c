"""Which channels creditors want, and what each would have cost them; for whoever may see the creditor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.correspondence.models import ChannelWish, DebtorWish
from cessie.domain.correspondence.outlets import outlets
from cessie.domain.correspondence.queries import messages
from cessie.domain.correspondence.rules.means import CHANNELS
from cessie.domain.correspondence.rules.wish import Effect, effects
from cessie.domain.users.rules.viewer import Viewer

#: Messages that an estimate looks at: of a year, at most so many, the newest.
SPAN: Final = timedelta(days=365)
MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Wished:
    """The channel that is wanted (blank: none) and since when, those of the house, and what each would have cost."""

    channel: str
    since: datetime | None
    choices: tuple[str, ...]
    effects: tuple[Effect, ...]


def wished(*, viewer: Viewer, client_id: UUID, debtor_id: UUID | None = None, at: datetime) -> Wished:
    """What a creditor wants for all his debtors, or for one; nothing of a client whom the viewer does not see."""
    if not viewer.sees_client(client_id):
        return Wished("", None, (), ())
    row: ChannelWish | DebtorWish | None
    if debtor_id is None:
        row = ChannelWish.objects.filter(pk=client_id).first()
    else:
        row = DebtorWish.objects.filter(client_id=client_id, debtor_id=debtor_id).first()
    sent = messages(viewer=viewer).filter(client_id=client_id, written_at__gte=at - SPAN).exclude(channel="")
    sent = sent.filter(debtor_id=debtor_id) if debtor_id is not None else sent
    found = effects(sent.values_list("considered", flat=True)[:MOST])
    open_ = outlets()
    choices = tuple(channel for channel in CHANNELS if channel in open_)
    return Wished(row.channel if row else "", row.set_at if row else None, choices, found)


def debtor_wishes(*, viewer: Viewer, client_id: UUID) -> QuerySet[DebtorWish]:
    """The debtors for whom a creditor wants a channel of their own, by name."""
    rows = DebtorWish.objects.select_related("debtor__company").order_by("debtor__company__sort_name", "pk")
    return rows.filter(client_id=client_id) if viewer.sees_client(client_id) else rows.none()
