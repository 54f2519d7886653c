"""What waits for a person in drawings: what is above the facility, and what is in use beyond what is available."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.availability.models import Drawing
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
    """By the last run of each contract: the client is to repay, or to bring invoices that count."""
    said = N_("{over} more is in use under {number} than is available: ask the client to repay it.")
    for run in last_runs():
        if run.over_cents:
            facts: dict[str, Fact] = {"over": Money(run.over_cents, run.currency), "number": run.contract.number}
            yield Waiting(
                subject=("contracts.Contract", str(run.contract_id)),
                reasons=(Reason("availability.over", said, facts),),
                due_at=end_of_desk(bank_day_from(booking_day(at))),
                client_id=run.contract.client_id,
            )


WATCHES = (
    Watch("drawing.asked", _asked),
    Watch("availability.over", _over),
)
