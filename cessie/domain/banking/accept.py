"""Take a statement into the chain although something does not add up: the word of two people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.chain import insert, place_by_day, settle, task_key
from cessie.domain.banking.deciding import held
from cessie.domain.banking.models import Statement
from cessie.domain.banking.rules.states import STATEMENT
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close


@transaction.atomic
def accept(*, statement_id: UUID, note: str, by: Viewer, at: datetime) -> Statement:
    """A person of treasury wants a kept statement taken, with his reason; once a second one agrees, it is.

    Its lines are offered from then on. What it leaves unexplained stays visible as the difference between bank and
    books until its cause is booked. Statements that waited for this one follow by themselves. The first person again
    changes nothing, nor does an accepted one again.

    Refused: no right (``NotAllowed``), no words, no such statement (``NotFound``), one that was dismissed.
    """
    account, statement = held(statement_id, note=note, by=by)
    if statement.state == "chained" or (statement.state == "kept" and statement.first_by == by.key):
        return statement
    STATEMENT.after(statement.state, "accept")
    if not statement.first_by:
        statement.first_by, statement.first_at, statement.first_note = by.key, at, note.strip()
        statement.save(update_fields=["first_by", "first_at", "first_note"])
        record(action="banking.accept_first", subject=statement, by=by, at=at)
        return statement
    statement.decided_by, statement.decided_at, statement.note = by.key, at, note.strip()
    insert(statement, after=place_by_day(account, statement), event="accept")
    close(key=task_key(statement), decision="accepted", by=by, at=at)
    record(action="banking.accept", subject=statement, by=by, at=at, data={"unexplained": statement.accepted_cents})
    settle(account, None, by=by, at=at)
    return statement
