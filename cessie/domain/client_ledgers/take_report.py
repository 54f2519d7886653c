"""The client's bank on the file of a sweep (pain.002), as he hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.models import Sweep
from cessie.domain.client_ledgers.refuse_sweep import refuse_sweep
from cessie.domain.documents.store import store
from cessie.domain.payments.rules.reported import REFUSED, UnknownFile, Word, words
from cessie.domain.payments.take_report import status_report
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Reported:
    """The bank's word on a sweep: ``status`` of the whole or of its one payment; ``rejected``: itself, where it was."""

    sweep: UUID
    document: str
    status: str
    rejected: tuple[UUID, ...]


def is_ours(data: bytes, name: str) -> bool:
    """Whether the report is about the file of a sweep out of a client's own account."""
    number = status_report(data, name).original_message_id or ""
    return Sweep.objects.filter(reference=number, document__isnull=False).exists()


def take_report(*, data: bytes, name: str, channel: str = "folder", by: Viewer, at: datetime) -> Reported:
    """Keep the report; a refusal ends the sweep while the bank has not shown it leave, an acceptance moves nothing.

    The same report again changes nothing. Refused, with nothing kept but the file: no status report, a file that is no
    sweep's, a payment that was not in it (``UnknownFile``).
    """
    by.require("banking.import")
    document = store(data=data, name=name, channel=channel, by=by, at=at).document
    report = status_report(data, name)
    row = Sweep.objects.filter(reference=report.original_message_id or "", document__isnull=False).first()
    if row is None:
        said = N_("The report is about file {number}, which is not ours.")
        raise UnknownFile("ledgers.unknown_file", said, number=report.original_message_id or "")
    told = words(report, {row.reference: row.reference})
    no = next((word for word in told if word.status in REFUSED), None)
    status = no.status if no is not None else (report.status or next((word.status for word in told), ""))
    with transaction.atomic():
        if no is not None and row.state in ("ordered", "refused"):  # else the statement has shown it leave
            refuse_sweep(sweep_id=row.pk, reason=_why(no), by=by, at=at)
        facts = {"document": document.pk, "status": status}
        record(action="ledgers.take_report", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return Reported(row.pk, document.pk, status, (row.pk,) if no is not None else ())


def _why(word: Word) -> Reason:
    facts = {"code": word.code, "text": word.text}
    return Reason("payments.rejected", N_("The bank refused the payment: {code} {text}"), facts)
