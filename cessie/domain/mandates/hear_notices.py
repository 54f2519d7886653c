"""Hear what became of the letters that tell debtors of collections: told once one left, untold when it came back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.states import TOLD
from cessie.domain.mandates.models import Collection
from cessie.domain.mandates.rules.notice import Heard, Letter, heard
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day

#: Letters in these states can no longer tell anybody.
_OVER = ("failed", "bounced", "dropped")


@transaction.atomic
def hear_notices(*, by: Viewer, at: datetime) -> int:
    """Note of each collection that has not left when its debtor was told, or that he was not; how many changed.

    Told too late for the day it names, it is written to him anew (``announce``). One in a batch that is untold keeps
    the batch from its release. Locks: the collections.

    Refused: no right (``NotAllowed``).
    """
    by.require("mandates.collect")
    letter = Message.objects.filter(Q(pk=OuterRef("notice")) | Q(first=OuterRef("notice")), state__in=TOLD)
    news = Q(Exists(letter), notified_date__isnull=True) | Q(~Exists(letter), notified_date__isnull=False)
    rows = Collection.objects.select_related("mandate__creditor", "invoice").select_for_update(of=("self",))
    found = list(rows.filter(news, state__in=("proposed", "batched"), notice__isnull=False).order_by("pk"))
    letters = _letters(row.notice_id for row in found if row.notice_id is not None)
    for row in found:
        if row.notice_id is not None:
            days = row.mandate.creditor.notice_days
            said = heard(letters.get(row.notice_id, ()), day=row.collection_date, notice_days=days)
            _note(row, said, by, at)
    return len(found)


def _letters(notices: Iterable[UUID]) -> dict[UUID, list[Letter]]:
    keys = set(notices)
    found: dict[UUID, list[Letter]] = {}
    rows = Message.objects.filter(Q(pk__in=keys) | Q(first_id__in=keys))
    for key, first, state, told_at in rows.values_list("pk", "first_id", "state", "told_at"):
        told = booking_day(told_at) if state in TOLD and told_at is not None else None
        found.setdefault(first or key, []).append(Letter(told, state not in _OVER))
    return found


def _note(row: Collection, said: Heard, by: Viewer, at: datetime) -> None:
    row.notified_date = said.on
    if said.outcome == "late":
        row.notice = None
    row.save(update_fields=["notified_date", "notice"])
    action = "mandates.tell" if said.outcome == "told" else "mandates.untell"
    facts = {"notified": said.on and said.on.isoformat(), "outcome": said.outcome}
    record(action=action, subject=row, by=by, at=at, client_id=row.invoice.client_id, data=facts)
