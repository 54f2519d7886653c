"""Clients' ledgers and dedicated accounts day by day: lines are seen, sweeps arrive, what is missing is asked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from cessie.domain.banking.models import Line
from cessie.domain.banking.queries import lines_of_dedicated
from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.arrive import arrive
from cessie.domain.client_ledgers.models import Sweep
from cessie.domain.client_ledgers.named import told_by
from cessie.domain.client_ledgers.refuse_sweep import refuse_sweep
from cessie.domain.client_ledgers.see import see
from cessie.domain.client_ledgers.tasks import (
    ask_about_late,
    ask_about_sweep,
    ask_about_unmatched,
    late_key,
    unmatched_key,
)
from cessie.domain.contracts.models import Contract
from cessie.domain.payments.tasks import ask_about_line
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.reasons import N_, Reason, Refusal

#: Money that nobody matched is chased after so many days of banks (factoring-domain 12), a sweep after so many.
UNMATCHED_DAYS: Final = 5
SWEEP_DAYS: Final = 2


def look_at_lines(*, by: Viewer, at: datetime) -> int:
    """Take every line that waits on dedicated accounts, each in a transaction of its own; how many. Again does nothing.

    What leaves an account of the house as a sweep waits for its arrival; what cannot be booked waits in the queue.
    """
    count = 0
    follow_orders(by=by, at=at)
    for line in lines_of_dedicated():
        if line.statement.account.is_ours and line.amount_cents < 0 and _is_sweep(line):
            continue
        try:
            see(line_id=line.pk, by=by, at=at)
        except Refusal as no:
            ask_about_line(line, [no.reason], by=by, at=at)
            continue
        count += 1
    return count


def _is_sweep(line: Line) -> bool:
    told = told_by(line)
    live = Sweep.objects.filter(left_line__isnull=True).exclude(state__in=("cancelled", "refused"))
    return any(row.reference in told for row in live)


def follow_orders(*, by: Viewer, at: datetime) -> int:
    """Sweeps whose order the bank refused or a person withdrew end with it; how many. Whenever that was: the state of
    both is asked, so that nothing is lost where a job was killed between them."""
    failed = queries.orders_that_failed()
    for sweep_id, order in failed:
        reason = Reason("ledgers.withdrawn", N_("The order of the sweep was withdrawn."))
        if order.refusal is not None:
            reason = Reason.from_json(order.refusal)
        refuse_sweep(sweep_id=sweep_id, reason=reason, by=by, at=at)
    return len(failed)


def recognise(*, line: Line, by: Viewer, at: datetime) -> bool:
    """Take a line of the house's own accounts that is swept money; whether it is one. A line of a dedicated account
    that the house holds is seen by ``look_at_lines`` alone."""
    if line.statement.account.purpose == "dedicated":
        return True
    return arrive(line=line, by=by, at=at) is not None


def watch(*, by: Viewer, at: datetime) -> int:
    """Ask a person about ledgers that are late, money that nobody matches and sweeps that do not arrive; how many.

    What was asked for and came since is closed. Again asks nothing twice.
    """
    day = booking_day(at)
    asked = sum(_late(contract, day, by, at) for contract in queries.on_balances(day))
    asked += sum(_unmatched(contract, day, by, at) for contract in queries.with_dedicated())
    for row in Sweep.objects.filter(state__in=("ordered", "left")).select_related("contract"):
        if add_bank_days(booking_day(row.ordered_at), SWEEP_DAYS) < day:
            ask_about_sweep(row, by=by, at=at)
            asked += 1
    return asked


def _late(contract: Contract, day: date, by: Viewer, at: datetime) -> bool:
    found = queries.standing(contract.pk, day)
    if found.fresh:
        close(key=late_key(contract.pk), decision="came", by=by, at=at)
        return False
    words = N_("The ledger as of {wanted} was due on {due}.")
    ask_about_late(contract, Reason("ledgers.late", words, {"wanted": found.wanted, "due": found.due}), by=by, at=at)
    return True


def _unmatched(contract: Contract, day: date, by: Viewer, at: datetime) -> bool:
    waiting = queries.unmatched_receipts(contract.pk)
    old = [row for row in waiting if add_bank_days(row.receipt.received_date, UNMATCHED_DAYS) < day]
    if not old:
        close(key=unmatched_key(contract.pk), decision="matched", by=by, at=at)
        return False
    left = queries.unmatched(contract.pk, day)
    ask_about_unmatched(contract, left, old[0].receipt, by=by, at=at)
    return True
