"""Money of debtors that nobody has allocated for long (invariant 5 of the books)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.matching.queries import unmatched
from cessie.domain.users.rules.viewer import system
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.reasons import N_, Fact, Reason

#: Bank days that money may stand unallocated.
PATIENCE = 5


def _old(at: datetime) -> Iterator[Waiting]:
    said = N_("{amount} of {payer} has been unallocated since {day}.")
    for receipt in unmatched(system("queue")):
        last = add_bank_days(receipt.booked_date, PATIENCE)
        if booking_day(at) > last:
            facts: dict[str, Fact] = {"amount": receipt.left, "payer": receipt.payer_name, "day": receipt.booked_date}
            yield Waiting(
                subject=("matching.Receipt", str(receipt.id)),
                reasons=(Reason("line.old", said, facts),),
                due_at=end_of_desk(add_bank_days(last, 1)),
            )


WATCHES = (Watch("line.old", _old),)
