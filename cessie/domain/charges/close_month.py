"""Close a month: nothing is booked in it any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.before_close import stands_in_the_way
from cessie.domain.charges.models import MonthEnd, MonthPart
from cessie.domain.charges.rules.states import MONTH_END
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import period
from cessie.ledger.period import following
from cessie.lib.reasons import N_, Reason, Refusal


class SamePerson(Refusal):
    """Whoever started the end of a month does not close it."""


class NotAllCharged(Refusal):
    """A contract could not be charged: it would never be for this month."""


@transaction.atomic
def close_month(*, run_id: UUID, by: Viewer, at: datetime) -> MonthEnd:
    """Close the month of a run that is ready, and the books with it; again does nothing.

    Refused: no right or no person (``NotAllowed``), whoever started it (``SamePerson``; the database says so too),
    contracts that wait for something (``NotAllCharged``), something that must be done before (named), ``WrongState``.
    """
    by.require("charges.end_month")
    run = MonthEnd.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise NotFound("month.unknown", N_("There is no such month end."))
    if run.state == "closed":
        return run
    state = MONTH_END.after(run.state, "close")
    if run.started_by == by.key:
        raise SamePerson("month.same_person", N_("Another person than the one who started the month end closes it."))
    part = MonthPart.objects.filter(run=run, state="refused").select_related("contract").order_by("contract").first()
    if part is not None:
        why = Reason.from_json(part.reason).in_words() if part.reason else ""
        raise NotAllCharged(
            "month.refused", N_("Contract {number} could not be charged: {why}"), number=part.contract.number, why=why
        )
    for reason in stands_in_the_way(following(run.month) - timedelta(days=1)):
        raise Refusal(reason.code, reason.message, **reason.facts)
    run.state, run.closed_at, run.closed_by = state, at, by.key
    run.save(update_fields=["state", "closed_at", "closed_by"])
    record(action="charges.close_month", subject=run, by=by, at=at, data={"month": run.month})
    period.close(month=run.month, by=by.key, at=at)
    return run
