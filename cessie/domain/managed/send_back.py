"""The creditor's bank took a debtor's payment back: the invoices that it settled are open again (P40 reversed)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Detail, Line
from cessie.domain.managed.door import left_of, locked_invoices, restate, take_back
from cessie.domain.managed.models import Receipt, Return
from cessie.domain.matching.board import told_in
from cessie.domain.matching.rules.board import NO_ID
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money

NOTE = "the bank took the payment back"


@dataclass(frozen=True, slots=True)
class _Was:
    """The payment that a line takes back: the receipt, and which part of it (0: the whole line)."""

    receipt: Receipt
    part: int
    cents: int


def send_back(*, line: Line, by: Viewer, at: datetime) -> Return | None:
    """Undo what a payment settled that this debit line takes back; None where it is no such line. Inner door of
    ``receive``, which has taken the line.

    Sure is only: a reason why it went back, the same end-to-end id, account and amount, once (as for the house's own
    accounts). Locks: the receipt, its invoices.
    """
    if line.amount_cents >= 0 or not line.return_reason or line.end_to_end_id in NO_ID:
        return None
    found = _paid_with(line)
    if found is None:
        return None
    receipt = Receipt.objects.select_for_update(of=("self",)).select_related("line__statement").get(pk=found.receipt.pk)
    if Return.objects.filter(receipt=receipt, part__in=[0, found.part]).exists():
        return None  # gone before: a second return of one payment is a person's to explain with the bank
    rows = list(receipt.settlements.filter(state="posted").order_by("invoice_id"))
    touched = [row for row in rows if not found.part or row.part in (found.part, 0)]
    locked_invoices({row.invoice_id for row in touched}, receipt.client_id)
    take_back(touched, note=NOTE, by=by, at=at)
    back = Return.objects.create(line=line, receipt=receipt, part=found.part, amount_cents=found.cents, returned_at=at)
    restate(receipt, by=by, at=at)
    facts = {"line": str(line.pk), "amount": Money(found.cents, line.currency), "left": left_of(receipt)}
    record(action="managed.send_back", subject=receipt, by=by, at=at, client_id=receipt.client_id, data=facts)
    return back


def _paid_with(line: Line) -> _Was | None:
    """The one payment on the same account with the id and the amount of the line."""
    account, cents = line.statement.account_id, -line.amount_cents
    same = {"end_to_end_id": line.end_to_end_id, "amount_cents": cents}
    lines = Line.objects.filter(statement__account=account, **same).values_list("pk", flat=True)
    details = Detail.objects.filter(line__statement__account=account, **same).values_list("line_id", "position")
    wanted = [(key, 0) for key in lines] + list(details)
    receipts = {
        row.line_id: row for row in Receipt.objects.select_related("line").filter(line__in=[k for k, _ in wanted])
    }
    found = {
        (receipt.pk, part if len(told_in(receipt.line)) > 1 else 0): receipt
        for key, part in wanted
        if (receipt := receipts.get(key)) is not None
    }
    if len(found) != 1:
        return None
    (((_, part), receipt),) = found.items()
    return _Was(receipt, part, cents)
