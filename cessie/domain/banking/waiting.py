"""Own accounts whose bank has gone silent: what is not on a statement is not in the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.banking.models import Statement
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.reasons import N_, Fact, Reason

#: Bank days without a statement after which somebody must ask the bank.
SILENCE = 2


def _silent(at: datetime) -> Iterator[Waiting]:
    said = N_("The last statement of {iban} is of {day}.")
    last = Statement.objects.filter(state="chained", following__isnull=True, account__closed_date__isnull=True)
    for statement in last.select_related("account").order_by("closing_date"):
        expected = add_bank_days(statement.closing_date, SILENCE)
        if booking_day(at) > expected:
            facts: dict[str, Fact] = {"iban": statement.account.iban, "day": statement.closing_date}
            yield Waiting(
                subject=("banking.Statement", str(statement.pk)),
                reasons=(Reason("statement.missing", said, facts),),
                due_at=end_of_desk(add_bank_days(expected, 1)),
            )


WATCHES = (Watch("statement.missing", _silent),)
