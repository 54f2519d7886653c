"""What waits for a person in drawings: what is above the facility, and what is in use beyond what is available."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.availability.calls import LIVE
from cessie.domain.availability.models import Call, Drawing
from cessie.domain.availability.queries import last_runs
from cessie.domain.work.rules.clock import due_after, end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

PROMPT = 4  # staffed hours


def _asked(at: datetime) -> Iterator[Waiting]:
    said = N_("{amount} is asked under {number}; {above} of it is above the facility.")
    for row in Drawing.objects.select_related("contract").filter(state="asked").order_by("asked_at"):
        facts: dict[str, Fact] = {
            "amount": Money(row.amount_cents, row.currency),
            "above": Money(row.above_cents, row.currency),
            "number": row.contract.number,
        }
        yield Waiting(
            subject=("availability.Drawing", str(row.pk)),
            reasons=(Reason("drawing.asked", said, facts),),
            due_at=due_after(row.asked_at, PROMPT),
            client_id=row.client_id,
        )


def _over(at: datetime) -> Iterator[Waiting]:
    """By the last run of each contract: the client is to repay, or to bring invoices that count. While a call waits for
    him nobody is asked; once its last day is over somebody is again."""
    said = N_("{over} more is in use under {number} than is available: ask the client to repay it.")
    late = N_("{over} more is in use under {number} than is available, and the last day of call {call} is over.")
    live = {row.contract_id: row for row in Call.objects.filter(state__in=LIVE)}
    for run in last_runs():
        call = live.get(run.contract_id)
        if run.over_cents and (call is None or call.state == "set_off"):
            facts: dict[str, Fact] = {"over": Money(run.over_cents, run.currency), "number": run.contract.number}
            words = said if call is None else late
            yield Waiting(
                subject=("contracts.Contract", str(run.contract_id)),
                reasons=(Reason("availability.over", words, facts | ({} if call is None else {"call": str(call)})),),
                due_at=end_of_desk(bank_day_from(booking_day(at))),
                client_id=run.contract.client_id,
            )


def _called(at: datetime) -> Iterator[Waiting]:
    """Calls that wait for a second person, and those that were sent and reached nobody by mail."""
    proposed = N_("Call {call} over {amount} until {day} waits for a second person.")
    untold = N_("Call {call} over {amount} until {day} reached nobody by mail: tell the client.")
    rows = Call.objects.filter(state="proposed") | Call.objects.filter(state="sent", told=0)
    for row in rows.order_by("proposed_at"):
        facts: dict[str, Fact] = {"call": str(row), "amount": row.amount, "day": row.last_date}
        yield Waiting(
            subject=("availability.Call", str(row.pk)),
            reasons=(Reason("availability.call", proposed if row.state == "proposed" else untold, facts),),
            due_at=due_after(row.decided_at or row.proposed_at, PROMPT),
            client_id=row.client_id,
        )


WATCHES = (
    Watch("drawing.asked", _asked),
    Watch("availability.over", _over),
    Watch("availability.call", _called),
)
