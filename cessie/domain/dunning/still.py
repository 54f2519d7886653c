"""Just before a message leaves: whether what it asks for still stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.correspondence.models import Message
from cessie.domain.dunning.items import asked
from cessie.domain.dunning.ladders import in_force
from cessie.domain.dunning.models import Touch, TouchItem
from cessie.domain.dunning.rules.standing import Standing, standing
from cessie.domain.dunning.undo import withdraw
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason

PAID = Reason("dunning.changed", N_("What was owed changed before the message left: paid, disputed or promised."))
SWITCHED_OFF = Reason("dunning.switched_off", N_("The ladder was switched off."))


@transaction.atomic
def still_asks(*, message_id: UUID, by: Viewer, at: datetime) -> bool:
    """Whether a message may leave as it was written; else it is taken back, and the next run decides anew.

    True for what is no reminder. Each invoice in it must be open with the same amount, free of any pause, and its
    ladder switched on. The letter that follows a mail which came back is asked like the mail; one that a person has
    repeated does not leave either, but its step was taken.
    """
    message = Message.objects.get(pk=message_id)
    rows = Touch.objects.select_for_update(of=("self",)).select_related("run", "version")
    touch = rows.filter(message_id=message.first_id or message.pk).first()
    if touch is None:
        return True
    if touch.state != "written":
        return False
    reason = _against(touch, at)
    if reason is None:
        return True
    if not message.repeats:
        withdraw(touch, reason, by, at)
    return False


def _against(touch: Touch, at: datetime) -> Reason | None:
    on = booking_day(at)
    version = in_force(touch.run.client_id, on).get(touch.version.segment)
    if version is None or version.mode == "off":
        return SWITCHED_OFF
    now: dict[UUID, int] = {}
    for found in asked(touch.run.client_id, debtors=[touch.debtor_id], on=on, but=[touch.pk]):
        for item in found.items:
            stands = standing(item, on)
            if isinstance(stands, Standing):
                now[item.invoice_id] = stands.cents
    said = TouchItem.objects.filter(touch=touch).values_list("invoice_id", "asked_cents")
    return None if all(now.get(invoice) == cents for invoice, cents in said) else PAID
