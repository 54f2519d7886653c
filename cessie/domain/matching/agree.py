"""The second person agrees that (part of) an invoice is closed without money, or does not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.matching import door
from cessie.domain.matching.models import Settlement
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.domain.work.close import close
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """Four eyes: whoever asked does not agree."""


def agree(*, settlement_id: UUID, by: Viewer, at: datetime) -> Settlement:
    """Post what was asked for. Again does nothing. Locks: contract, invoice, settlement.

    Refused: no right or no person (``NotAllowed``), whoever asked for it (``SamePerson``; the database says so too),
    more than is open by now (``TooMuch``), one that was declined (``WrongState``).
    """
    _require_person(by)
    with transaction.atomic():
        row, invoice = door.locked_settlement(settlement_id)
        if row.state == "posted":
            return row
        if row.made_by == by.key:
            raise SamePerson("settle.same_person", N_("Another person must agree to this."))
        door.move(row, "post", at)
        row.agreed_at, row.agreed_by = at, by.key
        row.save(update_fields=["state", "posted_at", "agreed_at", "agreed_by"])
        door.book(row, invoice, by=by, at=at)
        close(key=door.task_key(row.pk), decision="agreed", by=by, at=at)
        record(action="matching.agree", subject=row, by=by, at=at, client_id=invoice.client_id)
    return row


def decline(*, settlement_id: UUID, note: str, by: Viewer, at: datetime) -> Settlement:
    """What was asked for is not done, for a reason; whoever asked may take it back so. Again does nothing.

    Refused: no right or no person (``NotAllowed``), no words, one that is posted (``WrongState``: undo it).
    """
    _require_person(by)
    if not note.strip():
        raise Refusal("settle.no_note", N_("Say why."))
    with transaction.atomic():
        row, invoice = door.locked_settlement(settlement_id)
        if row.state == "declined":
            return row
        door.move(row, "decline", at)
        row.ended_at, row.ended_by, row.ended_note = at, by.key, note.strip()
        row.save(update_fields=["state", "ended_at", "ended_by", "ended_note"])
        close(key=door.task_key(row.pk), decision="declined", by=by, at=at)
        record(action="matching.decline", subject=row, by=by, at=at, client_id=invoice.client_id)
    return row


def _require_person(by: Viewer) -> None:
    by.require("matching.decide")
    if by.kind != "staff":
        raise NotAllowed("settle.no_person", N_("A person must decide this."))
