"""Just before a notice of collections leaves: whether what it tells still holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.papers.prenotification import Prenotification
from cessie.domain.mandates.facts import reasons_against
from cessie.domain.mandates.models import Collection
from cessie.domain.mandates.rules.may_collect import UNTOLD
from cessie.domain.mandates.rules.notice import in_time
from cessie.lib.days import booking_day


@transaction.atomic
def still_collects(*, message_id: UUID, at: datetime) -> bool:
    """Whether a notice may leave as it was written; else its collections wait for another (``announce``).

    True for what is no such notice. Each amount in it must still be to collect on the day it names, and that day far
    enough away. Locks: the collections.
    """
    message = Message.objects.get(pk=message_id)
    if message.kind != Prenotification.kind:
        return True
    rows = Collection.objects.select_related("mandate__creditor__account", "invoice").select_for_update(of=("self",))
    told = rows.filter(notice_id=message.first_id or message.pk, state__in=("proposed", "batched"))
    known = list(told.order_by("pk"))
    if len(known) == len(message.says["items"]) and _stands(known, at):
        return True
    Collection.objects.filter(pk__in=[row.pk for row in known]).update(notice=None, notified_date=None)
    return False


def _stands(rows: list[Collection], at: datetime) -> bool:
    held, today = reasons_against(rows, at), booking_day(at)
    return all(
        in_time(today, row.collection_date, row.mandate.creditor.notice_days)
        and all(reason.code in UNTOLD for reason in held[row.pk])
        for row in rows
    )
