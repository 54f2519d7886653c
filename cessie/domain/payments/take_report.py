"""Take in the bank's word on a payment file (pain.002)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.store import store
from cessie.domain.payments.models import Batch, Order, Verification
from cessie.domain.payments.order_again import try_ordinary
from cessie.domain.payments.paid_to import block_of, goes_instant, holder_of, iban_of
from cessie.domain.payments.reject import reject
from cessie.domain.payments.rules.reported import NAMES, REFUSED, UnknownFile, Word, words
from cessie.domain.payments.rules.speed import falls_back
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.reading import read
from cessie.formats.values import Refused, StatusReport
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Reported:
    """The bank's word: on which batch, the status of the whole, which orders it refused."""

    batch: UUID
    document: str
    status: str
    rejected: tuple[UUID, ...]


def take_report(*, data: bytes, name: str, channel: str = "folder", by: Viewer, at: datetime) -> Reported:
    """Keep the report, and reject each order that it refuses: alone, with its block or with the whole file.

    An instant payment that is refused for the way only (bank out of reach, limit, scheme) is ordered again as an
    ordinary one, which two people let go again. What the payee's bank says about the name is kept as a verification.
    An acceptance moves nothing: the statement decides. The same report again changes nothing.

    Refused, with nothing kept but the file: no status report, a file that we did not send (``UnknownFile``), an order
    or a block that was not in that file. Locks: contracts, batch, orders.
    """
    by.require("banking.import")
    document = store(data=data, name=name, channel=channel, by=by, at=at).document
    report = status_report(data, name)
    with transaction.atomic():
        batch, orders = _locked(report)
        told = words(report, {key: block_of(order, batch) for key, order in orders.items()})
        done = [_refuse(word, orders[word.end_to_end_id], batch, by, at) for word in told if word.status in REFUSED]
        for word in told:
            _keep_name(word, orders[word.end_to_end_id], by, at)
        status = report.status or ""
        counts = dict(sorted(Counter(word.status for word in told).items()))
        facts = {"document": document.pk, "status": status, "rejected": len(done), "told": counts}
        record(action="payments.take_report", subject=batch, by=by, at=at, data=facts)
    return Reported(batch.pk, document.pk, status, tuple(done))


def status_report(data: bytes, name: str) -> StatusReport:
    """The report in a file; refused where there is none."""
    for part in read(data, name):
        if isinstance(part, Refused):
            raise Refusal(part.reason.code, part.reason.message, **part.reason.facts)
        if isinstance(part, StatusReport):
            return part
    raise Refusal("payments.no_report", N_("{name} is not a status report."), name=name)


def _locked(report: StatusReport) -> tuple[Batch, Mapping[str, Order]]:
    """The batch and its orders by end-to-end id; the contracts first, as the release locks them."""
    number = report.original_message_id or ""
    contracts = Order.objects.filter(batch__number=number).values("contract_id")
    list(Contract.objects.select_for_update(of=("self",)).filter(pk__in=contracts).order_by("pk"))
    batches = Batch.objects.select_related("account").select_for_update(of=("self",))
    batch = batches.filter(number=number, released_at__isnull=False).first()
    if batch is None:
        raise UnknownFile(
            "payments.unknown_file", N_("The report is about file {number}, which is not ours."), number=number
        )
    orders = Order.objects.filter(batch=batch).select_related("payee", "own").order_by("pk")
    return batch, {order.end_to_end_id: order for order in orders}


def _refuse(word: Word, order: Order, batch: Batch, by: Viewer, at: datetime) -> UUID:
    result = reject(end_to_end_id=word.end_to_end_id, reason_code=word.code, text=word.text, by=by, at=at)
    if result.posted and goes_instant(order, batch) and falls_back(word.code):
        try_ordinary(order_id=order.pk, by=by, at=at)
    return result.order


def _keep_name(word: Word, order: Order, by: Viewer, at: datetime) -> None:
    """The payee's bank on the name, once for each word."""
    outcome = NAMES.get(word.status)
    if outcome is None or order.payee_id is None:
        return
    Verification.objects.get_or_create(
        account_id=order.payee_id,
        outcome=outcome,
        provider="pain.002",
        reference=word.end_to_end_id,
        defaults={
            "name": holder_of(order),
            "iban": iban_of(order),
            "found": word.text if outcome == "close" else "",
            "detail": word.text if outcome != "close" else "",
            "asked_at": at,
            "asked_by": by.key,
        },
    )
