"""What the clock does with a call: it ends where nothing is too much any more, and is set off after its last day."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.call import end, locked
from cessie.domain.availability.calls import LIVE
from cessie.domain.availability.models import Call
from cessie.domain.availability.rules.states import CALL
from cessie.domain.availability.run import run
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day


def follow_call(*, call_id: UUID, by: Viewer, at: datetime) -> Call:
    """End it, or set it off: the account of the contract takes what comes for the client until nothing is too much.

    Set off needs no posting of its own: sweeps, releases of the fund and payments stand to his credit in the account
    that is too much in debit, and nothing leaves it (``draw`` and ``stop``). Again does nothing. Locks: as
    ``decide_call``. Refused: no right, unknown (``NotFound``).
    """
    by.require("availability.run")
    with transaction.atomic():
        row = locked(call_id)
        if row.state not in LIVE:
            return row
        if run(contract_id=row.contract_id, by=by, at=at).over_cents <= 0:
            return end(row, by, at)
        if row.state == "sent" and row.last_date < booking_day(at):
            row.state, row.set_off_at = CALL.after(row.state, "set_off"), at
            row.save(update_fields=["state", "set_off_at"])
            facts = {"amount": row.amount}
            record(action="availability.call_set_off", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def was_told(*, call_id: UUID, people: int, by: Viewer, at: datetime) -> Call:
    """Note that the client's people were mailed, once; again does nothing."""
    by.require("availability.run")
    with transaction.atomic():
        row = locked(call_id)
        if row.told or not people:
            return row
        row.told, row.told_at = people, at
        row.save(update_fields=["told", "told_at"])
        facts = {"people": people}
        record(action="availability.call_told", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row
