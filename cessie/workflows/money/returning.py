"""A debtor's payment goes back: its invoices are open again, their holdback is held again, its payout is stopped."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.banking.models import Line
from cessie.domain.credit import locks
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.models import Allocation, Receipt
from cessie.domain.matching.take_back import TakenBack, take_back
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows.money.undoing import open_again, require_no_draft

NOTE = "the debtor's payment went back"
NO_ID = ("", "NOTPROVIDED")


@transaction.atomic
def send_back(*, line_id: UUID, receipt_id: UUID, by: Viewer, at: datetime) -> TakenBack:
    """Take a receipt back by the bank's debit line, and all that followed from it as far as no money has left.

    A payout of the holdback that is still an order is cancelled; one in a prepared batch stands in the way
    (``undoing.InDraft``); what has left already, the client owes. Refused as ``matching.take_back``. Locks: the
    contracts first, as whoever undoes a match.
    """
    paid = Allocation.objects.filter(receipt_id=receipt_id, live=True).values_list("invoice_id", flat=True)
    touched = sorted(set(paid))
    contracts = set(Invoice.objects.filter(pk__in=touched).values_list("contract_id", flat=True))
    locks.take(contract_ids=contracts, debtor_ids=())
    for invoice_id in touched:
        require_no_draft(invoice_id)
    done = take_back(line_id=line_id, receipt_id=receipt_id, by=by, at=at)
    for invoice_id in done.invoice_ids:
        open_again(invoice_id, NOTE, at)
    return done


def recognise(*, line: Line, by: Viewer, at: datetime) -> bool:
    """Take a debit line that names a payment of a debtor and a reason why it went back; whether it was one.

    Sure is only: the same end-to-end id, the same amount, the same account, once. All else is a person's.
    """
    if line.amount_cents >= 0 or not line.return_reason or line.end_to_end_id in NO_ID:
        return False
    found = list(
        Receipt.objects.filter(
            line__end_to_end_id=line.end_to_end_id,
            amount_cents=-line.amount_cents,
            line__statement__account_id=line.statement.account_id,
            returned_line__isnull=True,
        )[:2]
    )
    if len(found) != 1:
        return False
    send_back(line_id=line.pk, receipt_id=found[0].pk, by=by, at=at)
    return True
