"""Undo the booking of a bank line that was nobody's invoice: it waits again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.book_other import posting_id
from cessie.domain.banking.models import Line
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.queries import entry_id
from cessie.ledger.reverse import reverse
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def unbook(*, line_id: UUID, note: str, by: Viewer, at: datetime) -> Line:
    """Post the reversal of a line's charge, interest or capital (P37); the line is offered again, to a person alone.

    Again does nothing. Refused: no right (``NotAllowed``), no words, no such line (``NotFound``), one that was booked
    otherwise: a transfer, a payment, a receipt.
    """
    by.require("banking.decide")
    if not note.strip():
        raise Refusal("banking.note", N_("Say in a few words why."))
    line = Line.objects.select_for_update(of=("self",)).filter(pk=line_id).first()
    if line is None:
        raise NotFound("banking.unknown_line", N_("There is no such bank line."))
    if line.undone and not line.taken_by:
        return line
    kind = "other_in" if line.amount_cents > 0 else "other_out"
    entry = entry_id(f"P37 {kind} {posting_id(line)}") if line.taken_by == "banking" else None
    if entry is None:
        raise Refusal("banking.not_other", N_("This line was not booked as a charge, interest or capital."))
    reverse(entry_id=entry, booking_date=booking_day(at), text=note.strip(), by=by.key, at=at)
    line.taken_by, line.taken_at, line.remembered, line.undone = "", None, None, line.undone + 1
    line.save(update_fields=["taken_by", "taken_at", "remembered", "undone"])
    record(action="banking.unbook", subject=line, by=by, at=at, data={"note": note.strip()})
    return line
