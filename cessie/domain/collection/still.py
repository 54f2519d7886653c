"""Whether a letter that waits may still leave."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.collection.models import Act, Dossier
from cessie.domain.collection.rules.states import FOUND
from cessie.domain.collection.standing import stand_of
from cessie.domain.correspondence.models import Message
from cessie.lib.days import booking_day


def still_demands(*, message_id: UUID, at: datetime) -> bool:
    """Any message that is none of ours may; ours if its dossier lives, and no less may be asked than it asks."""
    first = Message.objects.filter(pk=message_id).values_list("first_id", flat=True).first() or message_id
    act = Act.objects.filter(message_id=first).first()
    if act is None:
        return True
    dossier = Dossier.objects.select_related("debtor__company", "client__company").get(pk=act.dossier_id)
    if dossier.state not in ("opened", *FOUND):
        return False
    stand = stand_of(dossier, booking_day(at))
    if stand.situation.complaint or stand.situation.insolvent or not stand.asked:
        return False
    message = Message.objects.get(pk=message_id)
    asked: int = sum(item[4] for item in message.says["items"])  # principal, as ``ReminderItem.to_json`` writes it
    return asked <= sum(each.parts.principal.cents for each in stand.asked)
