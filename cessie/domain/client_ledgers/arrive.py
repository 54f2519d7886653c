"""Swept money arrives on the house's collection account and pays what the client matched it to (P07, P08)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import AlreadyTaken, take
from cessie.domain.client_ledgers.holdings import dims_on
from cessie.domain.client_ledgers.models import Match, Sweep
from cessie.domain.client_ledgers.named import line_that_left, sweep_named
from cessie.domain.client_ledgers.pay_apart import entries_apart
from cessie.domain.client_ledgers.pay_invoices import pay_invoices
from cessie.domain.client_ledgers.rules.states import SWEEP
from cessie.domain.client_ledgers.see import TAKER
from cessie.domain.client_ledgers.tasks import sweep_key, sweep_order_key
from cessie.domain.contracts.debtor_account import dims_of
from cessie.domain.contracts.queries import lock
from cessie.domain.payments.show_left import show_left
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules import balances, dedicated, receipts
from cessie.ledger.rules.balances import Part
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def arrive(*, line: Line, by: Viewer, at: datetime) -> Sweep | None:
    """Take a credit line that names a sweep under way; None where it names none. Again does nothing.

    From the client's own account it is P07 and P08, debtor by debtor, or invoice by invoice where they are held line by
    line (``pay_invoices``), and what lines set apart ask for (``pay_apart``); from the house's own P34f, with the bank
    line by which it left, and without that the line waits. Locks: the contract, the sweep, the line.
    Refused: another amount than was ordered.
    """
    by.require("banking.import")
    if line.amount_cents <= 0:
        return None
    with transaction.atomic():
        found = sweep_named(line)
        if found is None:
            return None
        lock(found.contract_id)
        row = Sweep.objects.select_for_update(of=("self",)).select_related("dedicated__account").get(pk=found.pk)
        if row.amount_cents != line.amount_cents:
            words = N_("A sweep of {ordered} was ordered, {came} came.")
            raise Refusal("ledgers.other_amount", words, ordered=Money(row.amount_cents), came=Money(line.amount_cents))
        if not row.dedicated.account.is_ours and Match.objects.filter(sweep=row, invoice__isnull=False).exists():
            pay_invoices(row, line, by=by, at=at)
            return _arrived(row, line, by, at)
        try:
            line = take(line_id=line.pk, by_app=TAKER, at=at)
        except AlreadyTaken:
            return row
        entries = _own(row, line, by, at) if row.dedicated.account.is_ours else _clients(row, line, at)
        post(entries, by=by.key, at=at)
        return _arrived(row, line, by, at)


def _arrived(row: Sweep, line: Line, by: Viewer, at: datetime) -> Sweep:
    row.arrived_line, row.state, row.ended_at = line, SWEEP.after(row.state, "arrive"), at
    row.save(update_fields=["arrived_line", "left_line", "state", "ended_at"])
    close(key=sweep_key(row.pk), decision="arrived", by=by, at=at)
    facts = {"amount": Money(row.amount_cents)}
    record(action="ledgers.arrive", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def _clients(row: Sweep, line: Line, at: datetime) -> list[Entry]:
    """P07 and P08; the memo is taken back by the line that shows the money leaving, on whichever day the bank tells."""
    amount = Money(row.amount_cents, row.currency)
    event = Event(f"sweep/{row.pk}", booking_day(at), line.value_date, row.reference)
    of = Dims(reference=line.pk)
    came = receipts.receipt(event=event, amount=amount, of=of.but(bank=line.statement.account_id))
    parts = _parts(row)
    paid = [balances.allocate(event=event, parts=parts, line=of)] if parts else []
    return [came, *paid, *entries_apart(row, line, event, at)]


def _parts(row: Sweep) -> list[Part]:
    """What each debtor's account is paid."""
    by_debtor: dict[UUID, int] = defaultdict(int)
    for match in Match.objects.filter(sweep=row, apart__isnull=True).order_by("debtor_id"):
        by_debtor[match.debtor_id] += match.amount_cents
    return [Part(Money(cents, row.currency), dims_of(row.contract, debtor)) for debtor, cents in by_debtor.items()]


def _own(row: Sweep, line: Line, by: Viewer, at: datetime) -> list[Entry]:
    """P34f: both banks' lines at once, since one entry stands on both accounts; the order is carried out."""
    out = line_that_left(row)
    if out is None:
        raise Refusal("ledgers.not_left", N_("The bank does not yet show that this sweep left the dedicated account."))
    row.left_line = take(line_id=out.pk, by_app=TAKER, dedicated=True, at=at)
    if row.document_id is None:  # the first ones were files of one person
        show_left(key=sweep_order_key(row.pk), line=row.left_line, by=by, at=at)
    event = Event(f"sweep/{row.pk}", booking_day(at), line.value_date, row.reference)
    of = dims_on(row.contract, row.dedicated.account)
    amount = Money(row.amount_cents, row.currency)
    return [dedicated.held_sweep(event=event, amount=amount, of=of, collection=line.statement.account_id)]
