"""Money on a creditor's account that pays no managed invoice is set aside by a person, and taken up again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.managed.door import left_of, locked_receipt
from cessie.domain.managed.models import Receipt
from cessie.domain.managed.rules.states import MONEY
from cessie.domain.managed.tasks import ask, task_key
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def set_aside(*, receipt_id: UUID, note: str, by: Viewer, at: datetime) -> Receipt:
    """What is left of it is for no managed invoice: it waits no more. Again does nothing.

    Refused: no right or not his (``NotFound``), no note, money of which nothing is left (``WrongState``).
    """
    receipt = locked_receipt(receipt_id, by)
    if receipt.state == "aside" and receipt.decided_by.startswith("user:"):
        return receipt
    if not note.strip():
        raise Refusal("managed.no_note", N_("Please say in a few words why."))
    if receipt.state != "aside":  # what a job set aside, a person now says too
        receipt.state = MONEY.after(receipt.state, "set_aside")
    receipt.decided_by, receipt.decided_at, receipt.note = by.key, at, note.strip()
    receipt.save(update_fields=["state", "decided_by", "decided_at", "note"])
    close(key=task_key(receipt), decision="aside", by=by, at=at)
    record(action="managed.set_aside", subject=receipt, by=by, at=at, client_id=receipt.client_id)
    return receipt


@transaction.atomic
def take_up(*, receipt_id: UUID, by: Viewer, at: datetime) -> Receipt:
    """It waits again to be given to invoices. Again does nothing. Refused: no right or not his (``NotFound``)."""
    receipt = locked_receipt(receipt_id, by)
    if receipt.state != "aside":
        return receipt
    receipt.state = MONEY.after(receipt.state, "take_up")
    receipt.save(update_fields=["state"])
    ask(receipt, left_of(receipt), by=by, at=at)
    record(action="managed.take_up", subject=receipt, by=by, at=at, client_id=receipt.client_id)
    return receipt
