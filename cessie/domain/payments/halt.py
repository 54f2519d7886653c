"""Let no payment leave the house until a person says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from cessie.domain.audit.record import record
from cessie.domain.payments.models import Standstill
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.lib.reasons import N_, Reason, Refusal

TASK = "payments.standstill"
PROMPT = timedelta(hours=4)
_LOCK = 0x5711  # advisory lock: who lets a payment go shares it, who halts or resumes holds it alone


class StandingStill(Refusal):
    """No payment leaves the house now."""


@transaction.atomic
def halt(*, reason: Reason, by: Viewer, at: datetime) -> Standstill:
    """From here on nothing is released or sent; the reason is shown to whoever tries. Again changes nothing.

    A batch that is being released or sent at this moment is finished first. Refused: who may not release payments.
    """
    if by.kind != "system":
        by.require("payments.release")
    _lock(shared=False)
    current = standstill()
    if current is not None:
        return current
    made = Standstill.objects.create(since_at=at, since_by=by.key, reason=reason.to_json())
    record(action="payments.halt", subject=made, by=by, at=at, data={"reason": reason})
    open_task(key=TASK, kind=TASK, subject=made, reasons=[reason], due_at=at + PROMPT, by=by, at=at)
    return made


def standstill() -> Standstill | None:
    """The standstill that lasts, if any."""
    return Standstill.objects.filter(ended_at__isnull=True).first()


def require_movement() -> None:
    """Refuse (``StandingStill``) while payments stand still; within the transaction that lets a payment go."""
    _lock(shared=True)
    current = standstill()
    if current is not None:
        words = N_("Payments stand still since {moment}: somebody of treasury must let them go again.")
        raise StandingStill("payments.standing_still", words, moment=current.since_at)


def _lock(*, shared: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{'_shared' if shared else ''}(%s)", [_LOCK])
