"""Start the end of a month, or go on where contracts could not be charged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.accrue import require_open
from cessie.domain.charges.before_close import stands_in_the_way
from cessie.domain.charges.models import MonthEnd, MonthPart
from cessie.domain.charges.rules.states import MONTH_END, MONTH_PART
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.period import following
from cessie.lib.reasons import Refusal


@transaction.atomic
def start_month(*, month: date, by: Viewer, at: datetime) -> MonthEnd:
    """Lay down a part for each contract that had begun; jobs do the rest (``step_month``). Again: the same run.

    Once it is ready, again takes up the contracts that were refused, those that came since, and the allowance of all:
    the books may have moved. Refused: no right or no person (``NotAllowed``), a month that is not over or is closed,
    something that must be done before (named).
    """
    by.require("charges.end_month")
    last = following(month) - timedelta(days=1)
    require_open(last, at)
    for reason in stands_in_the_way(last):
        raise Refusal(reason.code, reason.message, **reason.facts)
    MonthEnd.objects.bulk_create(
        [MonthEnd(month=month, started_at=at, started_by=by.key)], ignore_conflicts=True
    )  # of two people at once one starts it
    run = MonthEnd.objects.select_for_update(of=("self",)).get(month=month)
    if run.state == "ready":
        run.state, run.ready_at = MONTH_END.after(run.state, "again"), None
        run.save(update_fields=["state", "ready_at"])
        mine = MonthPart.objects.filter(run=run)
        mine.filter(state="done").update(state=MONTH_PART.after("done", "again"))
        mine.filter(state="refused").update(state=MONTH_PART.after("refused", "again"), reason=None)
    known = MonthPart.objects.filter(run=run).values("contract_id")
    new = Contract.objects.filter(started_date__lte=last).exclude(pk__in=known).order_by("pk")
    parts = [MonthPart(run=run, contract_id=key) for key in new.values_list("pk", flat=True)]
    MonthPart.objects.bulk_create(parts, batch_size=5000)
    if parts or run.started_at == at:
        record(action="charges.start_month", subject=run, by=by, at=at, data={"month": month, "contracts": len(parts)})
    return run
