"""Which messages of the ladders got paid soonest: what became of each, compared with the control group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Final, Literal, NamedTuple
from uuid import UUID

from cessie.domain.dunning.models import Touch, TouchItem
from cessie.domain.dunning.rules.learning import Outcome, Result, Way, results
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.moments import closed_on
from cessie.lib.days import BRUSSELS, booking_day

#: What two messages may differ in.
Aspect = Literal["channel", "wording", "weekday", "part"]
ASPECTS: Final[tuple[Aspect, ...]] = ("channel", "wording", "weekday", "part")


class Told(NamedTuple):
    """A message of a ladder as it left: ``version`` is the ladder's, whose words it used."""

    touch_id: UUID
    debtor_id: UUID
    asker: UUID | None
    segment: str
    version: int
    step: int
    channel: str
    at: datetime


def worked(
    *, viewer: Viewer, aspect: Aspect, since: date, today: date, client_id: UUID | None = None
) -> tuple[Result, ...]:
    """What each way of writing did, by segment and step, since a day; of the creditors that the viewer may see."""
    return results(outcomes(viewer=viewer, aspect=aspect, since=since, today=today, client_id=client_id))


def outcomes(
    *, viewer: Viewer, aspect: Aspect, since: date, today: date, client_id: UUID | None = None
) -> Iterator[Outcome]:
    """One for each message that left: watched until the next step of the same creditor towards the debtor, or today.

    A message is paid on the day that ended the last of the claims which took their step by it. What was paid before it
    left says nothing about it.
    """
    rows = Touch.objects.filter(state="written", act="message", on__gte=since, message__told_at__isnull=False)
    rows = rows.exclude(tone="pre_due")
    if client_id is not None:
        rows = rows.filter(client=client_id)
    if not viewer.sees_all:
        rows = rows.filter(client__in=viewer.client_ids)
    names = ("id", "debtor_id", "run__client_id", "version__segment", "version__number", "step", "message__channel")
    facts = [
        Told(*row)
        for row in rows.order_by("debtor_id", "run__client_id", "on", "id").values_list(*names, "message__told_at")
        if row[-1] is not None
    ]
    paid = _paid([told.touch_id for told in facts])
    for _, group in groupby(facts, key=lambda told: (told.debtor_id, told.asker)):
        touches = list(group)
        ends = [booking_day(told.at) for told in touches[1:]] + [today]
        for told, end in zip(touches, ends, strict=True):
            sent, on = booking_day(told.at), paid.get(told.touch_id)
            if on is None or on >= sent:
                yield Outcome(told.debtor_id, told.segment, told.step, way(aspect, told), sent, max(sent, end), on)


def way(aspect: Aspect, told: Told) -> Way:
    """How a message went, looked at in one respect: what else differs would leave too few of each."""
    local = told.at.astimezone(BRUSSELS)
    if aspect == "channel":
        return Way(channel=told.channel)
    if aspect == "wording":
        return Way(wording=str(told.version))
    if aspect == "weekday":
        return Way(weekday=local.weekday())
    return Way(part="morning" if local.hour < 12 else "afternoon")


def _paid(touches: list[UUID]) -> dict[UUID, date]:
    """By touch: the day on which the last of its claims came to its end; those with one open are left out."""
    items = TouchItem.objects.filter(touch_id__in=touches, rides=False).order_by("touch_id")
    pairs = list(items.values_list("touch_id", "invoice_id"))
    closed = closed_on({invoice for _, invoice in pairs})
    found: dict[UUID, date] = {}
    for touch, group in groupby(pairs, key=lambda pair: pair[0]):
        days = [closed.get(invoice) for _, invoice in group]
        known = [day for day in days if day is not None]
        if len(known) == len(days):
            found[touch] = max(known)
    return found
