"""Take in the bank's word on a collection file (pain.002)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.mandates.after import follow
from cessie.domain.mandates.models import Batch, Collection
from cessie.domain.mandates.rules.states import COLLECTION
from cessie.domain.payments.rules.reported import REFUSED, UnknownFile, words
from cessie.domain.payments.take_report import status_report
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class Reported:
    """The bank's word: on which batch, the status of the whole, which collections it refused."""

    batch: UUID
    document: str
    status: str
    rejected: tuple[UUID, ...]


def is_ours(data: bytes, name: str) -> bool:
    """Whether the report is about a file of collections."""
    return Batch.objects.filter(number=status_report(data, name).original_message_id or "").exists()


def take_report(*, data: bytes, name: str, channel: str = "folder", by: Viewer, at: datetime) -> Reported:
    """Keep the report, and reject each collection that it refuses: alone, with its block or with the whole file.

    An acceptance moves nothing: the statement decides. The same report again changes nothing.

    Refused, with nothing kept but the file: no status report, a file that we did not send (``UnknownFile``), a
    collection or a block that was not in that file. Locks: batch, collections, mandates.
    """
    by.require("banking.import")
    document = store(data=data, name=name, channel=channel, by=by, at=at).document
    report = status_report(data, name)
    with transaction.atomic():
        number = report.original_message_id or ""
        batch = Batch.objects.select_for_update(of=("self",)).filter(number=number, released_at__isnull=False).first()
        if batch is None:
            said = N_("The report is about file {number}, which is not ours.")
            raise UnknownFile("mandates.unknown_file", said, number=number)
        rows = Collection.objects.select_related("invoice", "retry_of").select_for_update(of=("self",))
        known = {row.end_to_end_id: row for row in rows.filter(batch=batch).order_by("pk")}
        told = words(report, {key: row.block for key, row in known.items()})
        refused = [(word, known[word.end_to_end_id]) for word in told if word.status in REFUSED]
        done = [row.pk for word, row in refused if _reject(row, word.code, by, at)]
        facts = {"document": document.pk, "status": report.status or "", "rejected": len(done)}
        record(action="mandates.take_report", subject=batch, by=by, at=at, data=facts)
    return Reported(batch.pk, document.pk, report.status or "", tuple(done))


def _reject(row: Collection, code: str, by: Viewer, at: datetime) -> bool:
    """Whether it was rejected now; one that came, or was rejected before, is left: the statement decides."""
    if row.state != "instructed":
        return False
    row.state, row.failure_code = COLLECTION.after(row.state, "reject"), code
    row.save(update_fields=["state", "failure_code"])
    record(action="mandates.reject", subject=row, by=by, at=at, client_id=row.invoice.client_id, data={"code": code})
    follow(row, code=code, on=booking_day(at), by=by, at=at)
    return True
