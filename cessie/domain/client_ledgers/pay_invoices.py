"""Swept money pays the invoices that are held line by line, as any receipt does (P07, P08, P21)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from cessie.domain.banking.models import Line
from cessie.domain.client_ledgers.models import Match, Sweep
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.matching.allocate import allocate, task_key
from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.matching.receive import receive
from cessie.domain.matching.rules.disposal import Elsewhere
from cessie.domain.purchase.models import Cession
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


def pay_invoices(row: Sweep, line: Line, *, by: Viewer, at: datetime) -> None:
    """Receive the line and allocate it as its client matched it; within the transaction of the arrival.

    A bought invoice is paid as far as it is still open; money for one that was never bought goes to the client's
    account (P21). What an invoice cannot take any more, since it was credited or charged back meanwhile, stays
    unallocated and waits for a person. Locks: the receipt, the invoices.
    """
    said: dict[UUID, int] = defaultdict(int)
    for key, cents in Match.objects.filter(sweep=row, invoice__isnull=False).values_list("invoice", "amount_cents"):
        said[key] += cents
    receipt = receive(line_id=line.pk, by=by, at=at)
    lock_invoices(said)
    bought = set(Cession.objects.filter(invoice_id__in=said).values_list("invoice_id", flat=True))
    open_now = ledger.bought_amounts(list(bought), currency=row.currency)
    pays = {key: min(Money(said[key], row.currency), open_now[key]) for key in bought}
    pays = {key: amount for key, amount in pays.items() if amount}
    never = sum(cents for key, cents in said.items() if key not in bought)
    uses = [Elsewhere("not_bought", Money(never, row.currency), contract_id=row.contract_id)] if never else []
    reason = Reason("ledgers.said_by_client", N_("The client matched this money on his dedicated account."), {})
    if pays or uses:
        allocate(receipt_id=receipt.pk, allocations=pays, uses=uses, rule="lettrage", reasons=[reason], by=by, at=at)
    left = ledger.unallocated([line.pk], currency=row.currency)[line.pk]
    if left:
        words = N_("{left} of the swept money was matched to invoices that are not open for as much any more.")
        open_task(
            key=task_key(receipt), kind="line.unmatched", subject=receipt,
            reasons=[Reason("ledgers.more_than_open_now", words, {"left": left})],
            evidence={"line": str(line.pk)}, due_at=due_for_a_person(at), by=by, at=at,
        )  # fmt: skip
