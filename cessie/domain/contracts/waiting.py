"""Contracts that are about to end, whose end waits for a second person, or that are not settled after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cessie.domain.contracts.models import Contract, Ending, TermsChange
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.ledger.chart import BOUGHT, FUNDS_IN_USE
from cessie.ledger.receivables import left_on
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: How long before its end somebody must think of it.
AHEAD = timedelta(days=30)
#: How long a run-off may take before somebody must look at it.
LONG = timedelta(days=180)


def _ending(at: datetime) -> Iterator[Waiting]:
    said, today = N_("Contract {number} ends on {day}."), booking_day(at)
    rows = Contract.objects.filter(state="ending", ended_date__gte=today, ended_date__lte=today + AHEAD)
    for contract in rows.order_by("ended_date"):
        last = contract.ended_date or today  # the filter leaves none without
        yield Waiting(
            subject=("parties.Client", str(contract.client_id)),
            reasons=(Reason("contract.ending", said, {"number": contract.number, "day": last}),),
            due_at=end_of_desk(bank_day_from(last)),
            client_id=contract.client_id,
        )


def _proposed(at: datetime) -> Iterator[Waiting]:
    """Until a second person agrees the contract runs on."""
    end, go_on = N_("Contract {number} shall end after {day}: {note}"), N_("Contract {number} shall go on: {note}")
    rows = Ending.objects.select_related("contract").filter(state="proposed")
    for row in rows.order_by("proposed_at", "pk"):
        facts: dict[str, Fact] = {"number": row.contract.number, "note": row.note}
        if row.last_day is not None:
            facts["day"] = row.last_day
        yield Waiting(
            subject=("contracts.Contract", str(row.contract_id)),
            reasons=(Reason("contract.end_proposed", end if row.last_day else go_on, facts),),
            due_at=end_of_desk(bank_day_from(booking_day(row.proposed_at))),
            client_id=row.contract.client_id,
        )


def _changed(at: datetime) -> Iterator[Waiting]:
    """Until a second person agrees the terms stay."""
    said = N_("Terms of contract {number} shall change from {day} on: {note}")
    for row in TermsChange.objects.select_related("contract").filter(state="proposed").order_by("proposed_at", "pk"):
        facts: dict[str, Fact] = {"number": row.contract.number, "day": row.valid_from, "note": row.note}
        yield Waiting(
            subject=("contracts.Contract", str(row.contract_id)),
            reasons=(Reason("contract.terms_proposed", said, facts),),
            due_at=end_of_desk(bank_day_from(booking_day(row.proposed_at))),
            client_id=row.contract.client_id,
        )


def _left(at: datetime) -> Iterator[Waiting]:
    """Nothing comes in any more from debtors, but the client owes; or the run-off takes long."""
    owes = N_("Contract {number} ended on {day}: no invoice is open any more, and the client owes {amount}.")
    long = N_("Contract {number} ended on {day} and is not settled: {amount} is still in use.")
    today = booking_day(at)
    ended = {row.pk: row for row in Contract.objects.filter(state="run_off").order_by("ended_date")}
    for key, left in left_on(list(ended)).items():
        contract = ended[key]
        since = contract.ended_date or today  # the constraint leaves none without
        nothing = Money(0, contract.currency)
        debt = left.get("2100", nothing)
        settled = not any(account in left for account in BOUGHT)
        if (settled and debt > nothing) or today - since > LONG:
            in_use = Money.total((left.get(account, nothing) for account in FUNDS_IN_USE), contract.currency)
            said, amount = (owes, debt) if settled and debt > nothing else (long, in_use)
            facts: dict[str, Fact] = {"number": contract.number, "day": since, "amount": amount}
            yield Waiting(
                subject=("contracts.Contract", str(key)),
                reasons=(Reason("contract.left", said, facts),),
                due_at=end_of_desk(bank_day_from(today)),
                client_id=contract.client_id,
            )


WATCHES = (
    Watch("contract.ending", _ending),
    Watch("contract.end_proposed", _proposed),
    Watch("contract.terms_proposed", _changed),
    Watch("contract.left", _left),
)
