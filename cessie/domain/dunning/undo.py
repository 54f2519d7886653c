"""Take back what a debtor would get, before it leaves the house."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cessie.domain.audit.record import record
from cessie.domain.correspondence.drop import drop
from cessie.domain.correspondence.models import Message
from cessie.domain.dunning.beside import withdrawals
from cessie.domain.dunning.door import locked_touch
from cessie.domain.dunning.models import Touch, TouchItem
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.states import TOUCH
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.post import post
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal


class Left(Refusal):
    """The message has left the house, or is leaving now."""


@transaction.atomic
def undo(*, touch_id: UUID, reason: Reason, by: Viewer, at: datetime) -> Touch:
    """The message is dropped, what it demanded is given up (P42), and its step does not count; again changes nothing.

    Also a call that nobody made and claims that nobody handed over yet. Locks: what he gets, then the message.
    Refused: no right (``NotAllowed``), not his (``NotFound``), a message that has left (``Left``).
    """
    touch = locked_touch(touch_id)
    require("dunning.run", touch.run.client_id, by)
    return withdraw(touch, reason, by, at)


def withdraw(touch: Touch, reason: Reason, by: Viewer, at: datetime) -> Touch:
    """The same for a touch that the caller locked and may act on."""
    if touch.state == "undone":
        return touch
    state = TOUCH.after(touch.state, "undo")
    if touch.message_id is not None and not _dropped(touch.message_id, reason, by, at):
        raise Left("dunning.left", N_("The message has left the house already."))
    items = list(TouchItem.objects.filter(touch=touch))
    entries = withdrawals(touch, items, booking_day(at))
    touch.state, touch.trouble = state, reason.to_json()
    touch.save(update_fields=["state", "trouble"])
    TouchItem.objects.filter(touch=touch).update(counts=False)
    post(entries, by=by.key, at=at)
    facts = {"step": touch.step, "reason": reason.code, "parts": len(entries)}
    record(action="dunning.undo", subject=touch, by=by, at=at, client_id=touch.client_id, data=facts)
    return touch


def _dropped(message_id: UUID, reason: Reason, by: Viewer, at: datetime) -> bool:
    """Whether it never arrives: what waits to leave is dropped now, and all before it was dropped, or came back."""
    chain = Message.objects.filter(Q(pk=message_id) | Q(first_id=message_id))
    for waits in chain.order_by("written_at", "pk").values_list("pk", flat=True):
        drop(message_id=waits, reason=reason, by=by, at=at)
    return not chain.exclude(state__in=("dropped", "failed", "bounced")).exists()
