"""Each bank line is offered in turn to those who may know it; what is bought and paid releases its holdback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.banking.queries import waiting_lines
from cessie.domain.matching.match import match
from cessie.domain.matching.receive import NotAReceipt, receive
from cessie.domain.payments.execute import execute
from cessie.domain.purchase.queries import to_release
from cessie.domain.purchase.release import release
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows.paying import order_payout


@dataclass(frozen=True, slots=True)
class Day:
    """What a run did: orders executed or returned, receipts booked, invoices matched, holdbacks released."""

    executed: int = 0
    returned: int = 0
    receipts: int = 0
    matched: int = 0
    released: int = 0


def run(*, by: Viewer, at: datetime) -> Day:
    """Take every line that waits, each in a transaction of its own, then release what is paid. Again does nothing."""
    executed = returned = receipts = matched = 0
    for line_id in list(waiting_lines().values_list("pk", flat=True)):
        with transaction.atomic():
            done = execute(line_id=line_id, by=by, at=at)
            executed += len(done.orders)
            returned += len(done.returned)
            if not done.ours:
                took, found = _receive(line_id, by, at)
                receipts += took
                matched += found
    return Day(executed, returned, receipts, matched, release_paid(by=by, at=at))


def _receive(line_id: UUID, by: Viewer, at: datetime) -> tuple[int, int]:
    try:
        receipt = receive(line_id=line_id, by=by, at=at)
    except NotAReceipt:
        return 0, 0
    return 1, len(match(receipt_id=receipt.pk, by=by, at=at).invoice_ids)


def release_paid(*, by: Viewer, at: datetime) -> int:
    """Holdback back to the client for each invoice that is paid whole, and its payout ordered. How many."""
    count = 0
    for invoice_id in to_release():
        with transaction.atomic():
            released = release(invoice_id=invoice_id, by=by, at=at)
            if not released.amount:
                continue
            order_payout(
                key=f"release:{released.key}",
                contract_id=released.contract_id,
                client_id=released.client_id,
                amount=min(released.amount, released.payable),
                text=released.number,
                by=by,
                at=at,
            )
            count += 1
    return count
