"""Changes of the house's checks that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.invoices.models import PolicyChange
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.reasons import N_, Fact, Reason


def _proposed(at: datetime) -> Iterator[Waiting]:
    words = N_("The check {code} shall change from {day} on: {note}")
    for row in PolicyChange.objects.filter(state="proposed").order_by("proposed_at", "pk"):
        facts: dict[str, Fact] = {"code": row.code, "day": row.valid_from, "note": row.note}
        yield Waiting(
            subject=("invoices.PolicyChange", str(row.pk)),
            reasons=(Reason("checks.proposed", words, facts),),
            due_at=end_of_desk(bank_day_from(max(row.valid_from, booking_day(row.proposed_at)))),
        )


WATCHES = (Watch("checks.proposed", _proposed),)
