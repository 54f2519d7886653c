"""What must be done before a month ends, and what a person should know before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cessie.domain.banking.models import Account, Statement
from cessie.domain.banking.queries import reaching, waiting_lines
from cessie.domain.charges.allow_month import policy_on
from cessie.domain.charges.told_ages import lacking
from cessie.domain.payments.models import Batch
from cessie.ledger.period import first_open
from cessie.ledger.queries import open_references
from cessie.lib.days import bank_day_until
from cessie.lib.reasons import N_, Reason


def stands_in_the_way(last: date) -> Iterator[Reason]:
    """What of the month is not in the books yet, and could not be booked in it once it is closed; months before it,
    whose fees nobody could charge any more."""
    oldest = first_open()
    if oldest is not None and oldest < last.replace(day=1):
        yield Reason("month.earlier", N_("{month} comes first: it is not ended."), {"month": f"{oldest:%Y-%m}"})
    lines = waiting_lines().filter(booked_date__lte=last).count()
    if lines:
        yield Reason("month.lines", N_("Bank lines up to {day} that nobody booked: {count}."), _facts(last, lines))
    held = Statement.objects.filter(state="kept", closing_date__lte=last, account__client__isnull=True).count()
    if held:
        yield Reason("month.statements", N_("Bank statements up to {day} that are held: {count}."), _facts(last, held))
    words = N_("The statements of {iban} reach {day} only: take in those up to {last}.")
    for account, day in not_reached(last):
        yield Reason("month.not_reached", words, {"iban": account.iban, "day": day, "last": bank_day_until(last)})


def not_reached(last: date) -> tuple[tuple[Account, date], ...]:
    """Accounts that moved in the month and are not known up to its last bank day, each with the day that is."""
    return tuple((account, day) for account, day in reaching() if last.replace(day=1) <= day < bank_day_until(last))


def worth_knowing(last: date) -> Iterator[Reason]:
    """What hinders nothing, but is better settled before."""
    drafts = Batch.objects.filter(state="draft", execution_date__lte=last).count()
    if drafts:
        yield Reason(
            "month.batches", N_("Payment batches up to {day} that are not released: {count}."), _facts(last, drafts)
        )
    if policy_on(last) is None:
        yield Reason("month.no_allowance", N_("Nobody said how much is set aside for losses: nothing is."))
    yield from lacking(last)
    for account, day in reaching():
        if day < last.replace(day=1):
            words = N_("{iban} had no statement in the month; the last is of {day}.")
            yield Reason("month.still", words, {"iban": account.iban, "day": day})
    loose = len(open_references("2300"))
    if loose:
        yield Reason("month.unmatched", N_("Receipts that are not allocated: {count}."), _facts(last, loose))


def _facts(last: date, count: int) -> dict[str, date | int]:
    return {"day": last, "count": count}
