"""Own accounts whose bank has gone silent, and own money that left and did not arrive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.banking.models import Statement
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.ledger.queries import bookings, open_references
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: Bank days without a statement after which somebody must ask the bank.
SILENCE = 2


def _silent(at: datetime) -> Iterator[Waiting]:
    said = N_("The last statement of {iban} is of {day}.")
    last = Statement.objects.filter(state="chained", following__isnull=True, account__closed_date__isnull=True)
    last = last.filter(account__client__isnull=True)  # when a creditor's bank speaks is his own matter
    for statement in last.select_related("account").order_by("closing_date"):
        expected = add_bank_days(statement.closing_date, SILENCE)
        if booking_day(at) > expected:
            facts: dict[str, Fact] = {"iban": statement.account.iban, "day": statement.closing_date}
            yield Waiting(
                subject=("banking.Statement", str(statement.pk)),
                reasons=(Reason("statement.missing", said, facts),),
                due_at=end_of_desk(add_bank_days(expected, 1)),
            )


def _in_transit(at: datetime) -> Iterator[Waiting]:
    """Own transfers that left and did not arrive (account 1035)."""
    said = N_("{amount} left one of our accounts on {day} and has not arrived on the other.")
    for reference in open_references("1035"):
        booked = bookings(reference=reference)
        left = Money.total(line.amount for entry in booked for line in entry.lines if line.account == "1035")
        day = max(entry.booking_date for entry in booked)
        last = add_bank_days(day, SILENCE)
        if booking_day(at) > last:
            facts: dict[str, Fact] = {"amount": left, "day": day}
            yield Waiting(
                subject=("ledger.Reference", str(reference)),
                reasons=(Reason("banking.in_transit", said, facts),),
                due_at=end_of_desk(add_bank_days(last, 1)),
            )


WATCHES = (Watch("statement.missing", _silent), Watch("banking.in_transit", _in_transit))
