"""Reference rates that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.charges.models import Fixing
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.reasons import N_, Reason


def _entered(at: datetime) -> Iterator[Waiting]:
    said = N_("{reference} of {day}: {value} percent waits to be confirmed.")
    for row in Fixing.objects.filter(state="entered").order_by("entered_at", "pk"):
        facts = {"reference": row.reference, "day": row.valid_from, "value": str(row.value)}
        yield Waiting(
            subject=("charges.Fixing", str(row.pk)),
            reasons=(Reason("rate.entered", said, facts),),
            due_at=end_of_desk(bank_day_from(booking_day(row.entered_at))),
        )


WATCHES = (Watch("rate.entered", _entered),)
