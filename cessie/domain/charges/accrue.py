"""Nightly: what the money in use has earned is posted, contract by contract, as the difference to what was posted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.agreed import agreed
from cessie.domain.charges.earning import earnings
from cessie.domain.charges.models import Accrual
from cessie.domain.credit import locks
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.period import closed_until
from cessie.ledger.post import post
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal


class NotOver(Refusal):
    """The day is not over: what it earns is not known yet."""


class MonthClosed(Refusal):
    """The month is closed: what is found later is booked later."""


@dataclass(frozen=True, slots=True)
class Accrued:
    """How many looks at months led to a posting; which contracts wait for a reference rate, and why."""

    looks: int
    refused: dict[UUID, Reason]


@transaction.atomic
def accrue(*, contract_ids: Collection[UUID], until: date, by: Viewer, at: datetime) -> Accrued:
    """P11 for what the contracts earned to the end of ``until``, booked on that day; again posts nothing.

    Late value dates and corrected rates reach back into earlier months: the difference is posted now, with the last day
    of its month as value date. A contract with a day without a rate waits whole (``refused``), the others do not.
    Refused: a day that is not over (``NotOver``), a closed month (``MonthClosed``), no right.
    """
    by.require("charges.accrue")
    require_open(until, at)
    locks.take(contract_ids=contract_ids, debtor_ids=())
    found = earnings(agreed(contract_ids), until, at)
    Accrual.objects.bulk_create(found.rows)
    post(found.entries, by=by.key, at=at)
    for row in found.rows:
        note(row, by=by, at=at)
    return Accrued(len(found.rows), found.refused)


def require_open(day: date, at: datetime) -> None:
    """Refuse a day that is not over or lies in a closed month."""
    if booking_day(at) <= day:
        raise NotOver("charges.not_over", N_("{day} is not over yet."), day=day)
    open_from = closed_until()
    if open_from is not None and day < open_from:
        raise MonthClosed("charges.month_closed", N_("The month of {day} is closed."), day=day)


def note(row: Accrual, *, by: Viewer, at: datetime) -> None:
    """The trail of a look that corrects an earlier month: the ordinary night leaves its rows and entries alone."""
    if row.month != row.until_date.replace(day=1):
        facts = {
            "month": row.month, "interest_cents": row.interest_posted_cents,
            "surcharge_cents": row.surcharge_posted_cents,
        }  # fmt: skip
        record(action="charges.correct", subject=row, by=by, at=at, data=facts)
