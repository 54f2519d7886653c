"""Each bank line is offered in turn to those who may know it; what is bought and paid releases its holdback."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.banking.book_other import book_remembered
from cessie.domain.banking.models import Line
from cessie.domain.banking.move import move
from cessie.domain.banking.queries import waiting_lines
from cessie.domain.client_ledgers import queries as client_ledgers
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.match import Matched, match
from cessie.domain.matching.models import Receipt
from cessie.domain.matching.queries import to_look_at_again
from cessie.domain.matching.receive import NotAReceipt, receive
from cessie.domain.payments.execute import execute, names_order
from cessie.domain.payments.tasks import ask_about_line
from cessie.domain.purchase.adjust_fund import adjust_fund
from cessie.domain.purchase.queries import last_bought, to_release
from cessie.domain.purchase.release import release
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.ledger import queries as ledger
from cessie.lib.days import booking_day
from cessie.lib.reasons import Reason, Refusal
from cessie.workflows.balances import ledgers, overdrawn
from cessie.workflows.direct_debit.collecting import recognise as recognise_collection
from cessie.workflows.follow_up import managing, trusting
from cessie.workflows.losses.insuring import indemnity
from cessie.workflows.money.paying import RELEASES, order_payout
from cessie.workflows.money.pledging import recognise as recognise_pledge
from cessie.workflows.money.returning import recognise

#: A client waits for money that is his.
PROMPT = 4  # staffed hours


@dataclass(frozen=True, slots=True)
class Day:
    """What a run did: orders executed or returned, receipts booked, invoices matched, holdbacks released."""

    executed: int = 0
    returned: int = 0
    receipts: int = 0
    matched: int = 0
    released: int = 0


def run(*, by: Viewer, at: datetime) -> Day:
    """Take every line that waits, each in a transaction of its own, then release what is paid. Again does nothing.
    Lines of dedicated accounts come first (``ledgers``), those of the third-party account are seen by ``trusting``
    alone, and those on accounts of creditors come after the house's own: they are none of its money (``managing``).

    A line that nobody takes, or that cannot be booked, waits in the queue of doubts; the others go on.
    """
    executed = returned = receipts = matched = 0
    ledgers.look_at_lines(by=by, at=at)
    for line in waiting_lines():
        try:
            with transaction.atomic():
                if trusting.recognise(line=line, by=by, at=at) or ledgers.recognise(line=line, by=by, at=at):
                    continue
                if not names_order(line) and move(line_id=line.pk, by=by, at=at):
                    continue
                if indemnity(line=line, by=by, at=at) or recognise_collection(line=line, by=by, at=at):
                    continue
                if recognise(line=line, by=by, at=at):
                    continue
                if book_remembered(line=line, by=by, at=at):
                    continue
                done = execute(line_id=line.pk, by=by, at=at)
                found = None if done.ours else _receive(line, by, at)
        except Refusal as no:
            ask_about_line(line, [no.reason], by=by, at=at)
            continue
        executed += len(done.orders)
        returned += len(done.returned)
        receipts += found is not None
        matched += len(found.invoice_ids) if found else 0
    matched += match_late(by=by, at=at)
    managing.look_at_lines(by=by, at=at)
    managing.match_late(by=by, at=at)
    return Day(executed, returned, receipts, matched, release_paid(by=by, at=at))


def match_late(*, by: Viewer, at: datetime) -> int:
    """Money that waits is looked at again once something was bought since: perhaps it is for that. How many matched.

    What cannot be booked waits in the queue of doubts; the others go on.
    """
    bought_at = last_bought()
    count = 0
    for receipt_id in to_look_at_again(bought_at) if bought_at else ():
        try:
            before = match(receipt_id=receipt_id, by=by, at=at)
            after = match(receipt_id=receipt_id, again=True, by=by, at=at)
        except Refusal as no:
            line = Receipt.objects.select_related("line").get(pk=receipt_id).line
            ask_about_line(line, [no.reason], by=by, at=at)
            continue
        count += len(set(after.invoice_ids) - set(before.invoice_ids))
    return count


def _receive(line: Line, by: Viewer, at: datetime) -> Matched | None:
    try:
        receipt = receive(line_id=line.pk, by=by, at=at)
    except NotAReceipt as no:
        ask_about_line(line, [no.reason], by=by, at=at)
        return None
    found = match(receipt_id=receipt.pk, by=by, at=at)
    if found.invoice_ids or _of_call(found, by, at):
        return found
    return _of_pledge(found, by, at)


def _of_call(found: Matched, by: Viewer, at: datetime) -> bool:
    """Whether the money quotes a call for what is too much in use; what cannot be booked so stays with a person."""
    with suppress(Refusal), transaction.atomic():
        return overdrawn.recognise(receipt_id=found.receipt_id, by=by, at=at) is not None
    return False


def _of_pledge(found: Matched, by: Viewer, at: datetime) -> Matched:
    """The same where the money pays a pledged invoice; what cannot be collected so stays with the person asked."""
    with suppress(Refusal), transaction.atomic():
        paid = recognise_pledge(receipt_id=found.receipt_id, by=by, at=at)
        if paid is not None:
            return replace(found, invoice_ids=(paid,))
    return found


def release_paid(*, by: Viewer, at: datetime) -> int:
    """Holdback back to the client for each invoice that is paid whole, or in part where the contract says so, and its
    payout ordered. How many.

    Paid out is all that the client may have now: after his debt, with what a former payout was too small for. What
    cannot be released waits in the queue of doubts; the others go on.
    """
    count = 0
    for invoice_id in to_release():
        try:
            with transaction.atomic():
                count += _release(invoice_id, by, at)
        except Refusal as no:
            _ask(invoice_id, no.reason, by, at)
    on_balances = (contract.pk for contract in client_ledgers.on_balances(booking_day(at)))
    for contract_id in sorted({*ledger.contracts_with("2120"), *on_balances}):
        count += release_fund(contract_id=contract_id, by=by, at=at)
    return count


def release_fund(*, contract_id: UUID, by: Viewer, at: datetime) -> bool:
    """What a guarantee fund has too much goes to the client, and is paid out as far as he owes nothing."""
    with transaction.atomic():
        done = adjust_fund(contract_id=contract_id, by=by, at=at)
        if done.released:
            order_payout(
                key=f"fund:{done.key}",
                contract_id=done.contract_id,
                client_id=done.client_id,
                amount=done.payable,
                text=done.number,
                by=by,
                at=at,
            )
    return bool(done.released)


def release_if_paid(*, invoice_id: UUID, by: Viewer, at: datetime) -> bool:
    """The same for one invoice, at once; whether anything was released."""
    return invoice_id in to_release([invoice_id]) and _release(invoice_id, by, at)


def _release(invoice_id: UUID, by: Viewer, at: datetime) -> bool:
    released = release(invoice_id=invoice_id, by=by, at=at)
    if not released.amount:
        return False
    order_payout(
        key=f"{RELEASES}{released.key}",
        contract_id=released.contract_id,
        client_id=released.client_id,
        amount=released.payable,
        text=released.number,
        by=by,
        at=at,
    )
    close(key=_task_key(invoice_id), decision="released", by=by, at=at)
    return True


def _task_key(invoice_id: UUID) -> str:
    return f"invoice.not_released:{invoice_id}"


def _ask(invoice_id: UUID, reason: Reason, by: Viewer, at: datetime) -> None:
    invoice = Invoice.objects.get(pk=invoice_id)
    open_task(
        key=_task_key(invoice_id),
        kind="invoice.not_released",
        subject=invoice,
        reasons=[reason],
        client_id=invoice.client_id,
        due_at=due_after(at, PROMPT),
        by=by,
        at=at,
    )
