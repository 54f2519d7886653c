"""A person decides to wait with an overdue invoice: the clock leaves it alone until that day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.purchase.models import Cession, Forbearance
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal

#: The longest time that one person may let an invoice be before he has to look again.
LONGEST = timedelta(days=90)


@transaction.atomic
def forbear(*, invoice_id: UUID, until: date, note: str, by: Viewer, at: datetime) -> Forbearance:
    """Propose nothing for this invoice until the day is over; closes its task. The same word again is one word.

    Refused: no right or no person (``NotAllowed``), no note, a day that is over or more than 90 days away, an invoice
    that was never bought (``NotFound``).
    """
    by.require("purchase.bend")
    today = booking_day(at)
    if not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    if not today <= until <= today + LONGEST:
        raise Refusal("purchase.forbear_day", N_("Choose a day within the next {days} days."), days=LONGEST.days)
    cession = Cession.objects.select_for_update(of=("self",)).filter(invoice_id=invoice_id).first()
    if cession is None:
        raise NotFound("purchase.not_bought", N_("This invoice was not bought."))
    said = {"until_date": until, "note": note.strip(), "granted_by": by.key}
    newest = Forbearance.objects.filter(invoice_id=invoice_id).order_by("-granted_at").first()
    if newest is not None and all(getattr(newest, name) == value for name, value in said.items()):
        return newest
    row = Forbearance.objects.create(invoice_id=invoice_id, granted_at=at, **said)
    facts = {"invoice": str(invoice_id), "until": until}
    record(action="purchase.forbear", subject=cession, by=by, at=at, data=facts)
    close(key=overdue_key(invoice_id), decision="wait", by=by, at=at)
    return row


def overdue_key(invoice_id: UUID) -> str:
    """The key of the task that asks what becomes of an overdue invoice."""
    return f"invoice.overdue:{invoice_id}"
