"""Take in the bank's word on a payment file (pain.002)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.reject import reject
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.reading import read
from cessie.formats.values import BatchStatus, Refused, StatusReason, StatusReport
from cessie.lib.reasons import N_, Refusal

REFUSED = frozenset({"RJCT", "CANC"})


class UnknownFile(Refusal):
    """The report is about a file that is not ours."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The bank's word: on which batch, the status of the whole, which orders it refused."""

    batch: UUID
    document: str
    status: str
    rejected: tuple[UUID, ...]


def take_report(*, data: bytes, name: str, channel: str = "folder", by: Viewer, at: datetime) -> Reported:
    """Keep the report, and reject each order that it refuses: alone, with its batch or with the whole file.

    An acceptance moves nothing: the statement decides. The same report again changes nothing.
    Refused, with nothing kept but the file: no status report, a file that we did not send (``UnknownFile``), an order
    that was not in that file.
    """
    by.require("banking.import")
    document = store(data=data, name=name, channel=channel, by=by, at=at).document
    report = _report(data, name)
    with transaction.atomic():
        number = report.original_message_id or ""
        batch = Batch.objects.select_for_update(of=("self",)).filter(number=number, released_at__isnull=False).first()
        if batch is None:
            raise UnknownFile(
                "payments.unknown_file", N_("The report is about file {number}, which is not ours."), number=number
            )
        refused = dict(_refused(report, batch))
        done = []
        for end_to_end_id, reasons in sorted(refused.items()):
            code, words = _first(reasons)
            result = reject(end_to_end_id=end_to_end_id, reason_code=code, text=words, by=by, at=at)
            done.append(result.order)
        status = report.status or ""
        facts = {"document": document.pk, "status": status, "rejected": len(done)}
        record(action="payments.take_report", subject=batch, by=by, at=at, data=facts)
    return Reported(batch.pk, document.pk, status, tuple(done))


def _report(data: bytes, name: str) -> StatusReport:
    for part in read(data, name):
        if isinstance(part, Refused):
            raise Refusal(part.reason.code, part.reason.message, **part.reason.facts)
        if isinstance(part, StatusReport):
            return part
    raise Refusal("payments.no_report", N_("{name} is not a status report."), name=name)


def _refused(report: StatusReport, batch: Batch) -> Iterator[tuple[str, Sequence[StatusReason]]]:
    """End-to-end ids that the bank refuses, with its reasons; a status counts for all below it that say nothing."""
    ours = set(Order.objects.filter(batch=batch).values_list("end_to_end_id", flat=True))
    if report.status in REFUSED and not any(part.transactions for part in report.batches):
        yield from ((key, report.reasons) for key in ours)
    for part in report.batches:
        yield from _refused_in(part, ours)


def _refused_in(part: BatchStatus, ours: set[str]) -> Iterator[tuple[str, Sequence[StatusReason]]]:
    if part.status in REFUSED and not part.transactions:
        yield from ((key, part.reasons) for key in ours)
    for transfer in part.transactions:
        if transfer.status not in REFUSED:
            continue
        if transfer.end_to_end_id not in ours:
            raise UnknownFile(
                "payments.not_in_file",
                N_("The report refuses {id}, which was not in the file."),
                id=transfer.end_to_end_id or "?",
            )
        yield transfer.end_to_end_id, transfer.reasons or part.reasons


def _first(reasons: Sequence[StatusReason]) -> tuple[str, str]:
    """The code and the words of the first reason."""
    return (reasons[0].code or "", reasons[0].text or "") if reasons else ("", "")
