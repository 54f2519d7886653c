"""The debtor does not pay: what the desk decided is booked, and what follows from it for payouts and open offers."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.block import block
from cessie.domain.purchase.charge_back import ChargedBack, charge_back
from cessie.domain.purchase.forbear import overdue_key
from cessie.domain.purchase.hold_again import hold_again
from cessie.domain.purchase.overdue import overdue
from cessie.domain.purchase.queries import offered_under
from cessie.domain.purchase.rules.recourse import Cause
from cessie.domain.purchase.supersede import supersede
from cessie.domain.purchase.undo_charge_back import undo_charge_back
from cessie.domain.purchase.waive import Waived, waive
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.domain.work.queries import Asked, queue
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.money.paying import RELEASES, order_payout
from cessie.workflows.money.undoing import stop_payout

DESK = system("nonpayment")
#: How soon somebody decides what becomes of an overdue invoice.
PROMPT = timedelta(days=1)


def recourse(*, invoice_id: UUID, cause: Cause, note: str, by: Viewer, at: datetime) -> ChargedBack:
    """Charge an invoice back to the client, close its task, and make open offers anew with the debt in them.

    What the client may still have is ordered. Refused as ``purchase.charge_back``.
    """
    with transaction.atomic():
        done = charge_back(invoice_id=invoice_id, cause=cause, note=note, by=by, at=at)
        close(key=overdue_key(invoice_id), decision="charged back", by=by, at=at)
        if done.amount:
            if done.released:
                _order(f"{RELEASES}{done.key}", done, at)
            renew_offers(
                contract_id=done.contract_id,
                reason=Reason("purchase.debt_moved", N_("What is owed on the current account changed.")),
                at=at,
            )
    return done


def undo_recourse(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Money:
    """Take the invoice back from the client: its holdback is held again, a payout of it that waits is stopped.

    What the client has to his credit after that goes with the next payout. Refused as ``purchase.undo_charge_back``.
    """
    with transaction.atomic():
        amount = undo_charge_back(invoice_id=invoice_id, note=note, by=by, at=at)
        if amount:
            if hold_again(invoice_id=invoice_id, by=DESK, at=at):
                stop_payout(invoice_id, note, at)
            renew_offers(
                contract_id=Invoice.objects.values_list("contract_id", flat=True).get(pk=invoice_id),
                reason=Reason("purchase.debt_moved", N_("What is owed on the current account changed.")),
                at=at,
            )
    return amount


def let_be(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Waived:
    """Waive the surcharge for late payment; what was charged is paid out. Refused as ``purchase.waive``."""
    with transaction.atomic():
        done = waive(invoice_id=invoice_id, note=note, by=by, at=at)
        if done.given_back:
            _order(f"{RELEASES}{invoice_id}/waived", done, at)
    return done


def renew_offers(*, contract_id: UUID, reason: Reason, at: datetime) -> int:
    """Replace every open offer under a contract by one with the figures of now; how many.

    One that cannot be made anew is blocked with the reason, and a person is asked.
    """
    count = 0
    for proposal_id in offered_under(contract_id):
        try:
            with transaction.atomic():
                supersede(proposal_id=proposal_id, reasons=[reason], by=DESK, at=at)
        except Refusal as no:
            block(proposal_id=proposal_id, reasons=[reason], for_the_desk=[no.reason], by=DESK, at=at)
        count += 1
    return count


def _order(key: str, done: ChargedBack | Waived, at: datetime) -> None:
    order_payout(
        key=key,
        contract_id=done.contract_id,
        client_id=done.client_id,
        amount=done.payable,
        text=done.number,
        by=DESK,
        at=at,
    )


def propose(*, by: Viewer, at: datetime) -> int:
    """Ask the desk about every overdue invoice that may go back to its client, once; how many wait.

    The tasks of those that are paid by now are closed. Nothing is booked: a person decides.
    """
    today = booking_day(at)
    due = [found for found in overdue(viewer=by, today=today) if found.goes_back(today)]
    for found in due:
        words = N_("{open} is open, {days} days after the due date: the contract lets it go back to the client.")
        open_task(
            key=overdue_key(found.invoice_id),
            kind="invoice.overdue",
            subject=("invoices.Invoice", str(found.invoice_id)),
            reasons=[Reason("purchase.recourse_due", words, {"open": found.open, "days": found.days})],
            client_id=found.client_id,
            due_at=at + PROMPT,
            by=by,
            at=at,
        )
    asked = {overdue_key(found.invoice_id) for found in due}
    for task in queue(viewer=by, asked=Asked(kind="invoice.overdue")):
        if task.key not in asked:
            close(key=task.key, decision="not overdue any more", by=by, at=at)
    return len(due)
