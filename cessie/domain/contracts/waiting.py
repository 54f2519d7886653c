"""Contracts that are about to end: somebody must renew them, or tell the client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cessie.domain.contracts.models import Contract
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.reasons import N_, Reason

#: How long before its end somebody must think of it.
AHEAD = timedelta(days=30)


def _ending(at: datetime) -> Iterator[Waiting]:
    said, today = N_("Contract {number} ends on {day}."), booking_day(at)
    rows = Contract.objects.filter(ended_date__gte=today, ended_date__lte=today + AHEAD)
    for contract in rows.order_by("ended_date"):
        last = contract.ended_date or today  # the filter leaves none without
        yield Waiting(
            subject=("parties.Client", str(contract.client_id)),
            reasons=(Reason("contract.ending", said, {"number": contract.number, "day": last}),),
            due_at=end_of_desk(bank_day_from(last)),
            client_id=contract.client_id,
        )


WATCHES = (Watch("contract.ending", _ending),)
