"""Undo what closed an invoice without money: the invoice is open again, and whoever bore it does not any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.matching import door
from cessie.domain.matching.models import Settlement
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


def unsettle(*, settlement_id: UUID, note: str, by: Viewer, at: datetime) -> Settlement:
    """Post the reversal of a settlement, its fee included. Again does nothing. Locks: contract, invoice, settlement.

    Refused: no right (``NotAllowed``), no note, one that came with money (the match is undone), one that was never
    posted (``WrongState``).
    """
    by.require("matching.decide")
    if not note.strip():
        raise Refusal("settle.no_note", N_("Say why."))
    with transaction.atomic():
        row, invoice = door.locked_settlement(settlement_id)
        if row.state == "reversed":
            return row
        if row.match_id is not None:
            raise Refusal("settle.with_match", N_("This came with a payment: undo that match."))
        door.move(row, "reverse", at)
        row.ended_at, row.ended_by, row.ended_note = at, by.key, note.strip()
        row.save(update_fields=["state", "ended_at", "ended_by", "ended_note"])
        door.unbook(row, note.strip(), by=by, at=at)
        record(action="matching.unsettle", subject=row, by=by, at=at, client_id=invoice.client_id)
    return row
