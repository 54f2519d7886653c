"""What came of a call is noted, and what the debtor said holds at once: a promise is waited for, what he contests is
left alone."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.promise import promise
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.dunning.models import Touch, TouchItem
from cessie.domain.dunning.note_call import note_call
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.queries import open_amounts
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def call_made(
    *,
    touch_id: UUID,
    result: str,
    note: str = "",
    on: date | None = None,
    invoice_id: UUID | None = None,
    ground: str = "",
    by: Viewer,
    at: datetime,
) -> Touch:
    """Note a call (``dunning.note_call``); a promise is made about each invoice of it that is open, for the day ``on``,
    a dispute is raised about one of them on its ``ground``. The same again changes nothing.

    That he calls himself insolvent is only noted: whoever keeps the debtors looks it up and marks him. Refused as those
    verbs refuse, all together; a promise without its day, an invoice that the call was not about (``NotFound``).
    """
    before = Touch.objects.filter(pk=touch_id, state="called", result=result).exists()
    row = note_call(touch_id=touch_id, result=result, note=note, by=by, at=at)
    if before:
        return row
    about = list(TouchItem.objects.filter(touch=row).order_by("invoice_id").values_list("invoice_id", flat=True))
    if result == "promise":
        if on is None:
            raise Refusal("dunning.promised_when", N_("Please say for which day he promised to pay."))
        for key in (key for key, still in open_amounts(about).items() if still.cents > 0):
            promise(invoice_id=key, on=on, words=note, by=by, at=at)
    elif result == "dispute":
        if invoice_id not in about:
            raise NotFound("invoices.unknown", N_("There is no such invoice."))
        raise_dispute(invoice_id=invoice_id, ground=ground, words=note, by=by, at=at)
    return row
