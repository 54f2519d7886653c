"""Note when the debtor was told of a collection."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.mandates.models import Collection
from cessie.domain.mandates.rules.timing import collection_day
from cessie.domain.mandates.set_up_creditor import hours_of
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def tell(*, collection_id: UUID, notified_date: date, by: Viewer, at: datetime) -> Collection:
    """A person's word for it: the day moves on where the notice needs it, and no letter tells it any more.

    Refused: no right (``NotAllowed``), an unknown one (``NotFound``), one that is in a batch already.
    """
    by.require("mandates.collect")
    rows = Collection.objects.select_related("mandate__creditor", "invoice").select_for_update(of=("self",))
    row = rows.filter(pk=collection_id).first()
    if row is None:
        raise NotFound("mandates.unknown_collection", N_("There is no such collection."))
    if row.state != "proposed":
        raise Refusal("mandates.told_late", N_("The collection is in a batch already."))
    creditor = row.mandate.creditor
    row.notified_date, row.notice = notified_date, None
    row.collection_date = collection_day(
        row.collection_date, at=at, cut_off=hours_of(creditor), notified=notified_date,
        notice_days=creditor.notice_days,
    )  # fmt: skip
    row.save(update_fields=["notified_date", "notice", "collection_date"])
    facts = {"notified": notified_date.isoformat(), "day": row.collection_date.isoformat()}
    record(action="mandates.tell", subject=row, by=by, at=at, data=facts)
    return row
