"""Gather proposed collections into a batch: the first of the two people, or the clock where the creditor wants it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.mandates.facts import reasons_against
from cessie.domain.mandates.file import digest_of, kind_of
from cessie.domain.mandates.models import Batch, Collection, Creditor
from cessie.domain.mandates.rules.files import files
from cessie.domain.mandates.rules.states import COLLECTION
from cessie.domain.payments.rules.identity import message_id
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.ids import uuid7
from cessie.lib.reasons import N_, Refusal


class NothingToCollect(Refusal):
    """No proposed collection may leave."""


@transaction.atomic
def prepare(*, creditor_id: UUID, until: date | None = None, by: Viewer, at: datetime) -> Batch:
    """One batch of what a creditor may collect now, as many as its bank takes, oldest day first;
    ``until``: none of a later day.

    A collection stands in one batch at most: who prepares at the same time waits and finds what is left. What may not
    leave stays proposed; ``queries.proposed`` tells why.

    Refused: no right or no person, but for a creditor whose files are prepared by themselves (``NotAllowed``), an
    unknown creditor (``NotFound``), nothing (``NothingToCollect``).
    """
    creditor = Creditor.objects.select_related("account").filter(pk=creditor_id).first()
    if not (by.kind == "system" and creditor is not None and creditor.by_itself):
        by.require("mandates.prepare")
    if creditor is None:
        raise NotFound("mandates.unknown_creditor", N_("There is no such creditor."))
    rows = Collection.objects.filter(state="proposed", mandate__creditor=creditor)
    rows = rows.select_related("mandate__creditor__account", "invoice").select_for_update(of=("self",))
    if until is not None:
        rows = rows.filter(collection_date__lte=until)
    waiting = list(rows.order_by("collection_date", "pk")[: creditor.most])
    held = reasons_against(waiting, at)
    leaving = {row.pk: row for row in waiting if not held[row.pk]}
    if not leaving:
        raise NothingToCollect("mandates.nothing_free", N_("There is nothing that may be collected now."))
    batch = Batch(id=uuid7(), creditor=creditor, prepared_at=at, prepared_by=by.key)
    batch.number = message_id(batch.pk, at)
    (laid,) = files(((kind_of(row, creditor), key) for key, row in leaving.items()), creditor.most)
    for number, block in enumerate(laid, 1):
        for key in block.collections:
            row = leaving[key]
            row.state, row.batch, row.block = COLLECTION.after(row.state, "batch"), batch, f"{batch.number}-{number}"
    batch.digest = digest_of(list(leaving.values()))
    batch.save(force_insert=True)
    Collection.objects.bulk_update(leaving.values(), ["state", "batch", "block"], batch_size=500)
    facts = {"collections": len(leaving), "amount_cents": sum(row.amount_cents for row in leaving.values())}
    record(action="mandates.prepare", subject=batch, by=by, at=at, data=facts)
    return batch
