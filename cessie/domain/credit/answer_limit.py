"""The house answers a client's request for a limit, or the client takes it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.models import LimitRequest
from cessie.domain.credit.rules.states import REQUEST
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@transaction.atomic
def answer_limit(
    *, request_id: UUID, granted: Money, reason: Reason | None = None, by: Viewer, at: datetime
) -> LimitRequest:
    """Grant ``granted`` (perhaps less or more than asked), or refuse with 0; ``reason`` is for the client to read.

    Sets no limit: the caller does. The same answer again changes nothing. Refused: no right (``NotAllowed``), an
    unknown request (``NotFound``), one that was answered otherwise (``WrongState``).
    """
    by.require("credit.set_limit")
    row = LimitRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    if row is None:
        raise NotFound("credit.unknown_request", N_("There is no such request."))
    event = "grant" if granted.cents > 0 else "refuse"
    if row.state == REQUEST.moves["asked", event] and row.granted_cents == granted.cents:
        return row
    row.state = REQUEST.after(row.state, event)
    row.granted_cents, row.reason = granted.cents, reason.to_json() if reason else None
    row.answered_at, row.answered_by = at, by.key
    row.save(update_fields=["state", "granted_cents", "reason", "answered_at", "answered_by"])
    facts = {"debtor": row.debtor_id, "granted": granted}
    record(action="credit.answer_limit", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    close(key=request_key(row.pk), decision=event, by=by, at=at)
    return row


def request_key(request_id: UUID) -> str:
    """The key of the task that asks a person for the answer."""
    return f"limit.request:{request_id}"
