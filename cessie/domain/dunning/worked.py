"""Which messages of the ladders got paid soonest: what became of each, compared with the control group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Final, Literal, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.dunning.models import LadderVersion, Touch, TouchItem
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.domain.dunning.rules.learning import Outcome, Result, Way, results
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.moments import closed_on
from cessie.lib.days import BRUSSELS, booking_day

#: What two messages may differ in.
Aspect = Literal["channel", "wording", "weekday", "part", "lot"]
#: The last is what was given by lot, whatever it changed: only by that anything is chosen.
ASPECTS: Final[tuple[Aspect, ...]] = ("channel", "wording", "weekday", "part", "lot")
#: Of what a choice learns: the control group while there were lots, and who was given a way by lot.
DRAWN: Final = ("control", "trial")


class Told(NamedTuple):
    """A message of a ladder as it left: ``version`` is the ladder's, whose words it used; ``given`` what it was given
    by lot, or by what worked."""

    touch_id: UUID
    debtor_id: UUID
    asker: UUID | None
    segment: str
    version: int
    step: int
    channel: str
    asked: str
    wording: str
    part: str
    lot: str
    at: datetime

    @property
    def given(self) -> Way:
        """The way that it was given by lot, which is one change; the ladder's own elsewhere."""
        if self.lot != "trial":
            return Way()
        changed = self.wording or self.part
        return Way(wording=self.wording, part=self.part) if changed else Way(channel=self.asked)


def worked(
    *, viewer: Viewer, aspect: Aspect, since: date, today: date, client_id: UUID | None = None
) -> tuple[Result, ...]:
    """What each way of writing did, by segment and step, since a day; of the creditors that the viewer may see."""
    found = outcomes(viewer=viewer, aspect=aspect, since=since, today=today, client_id=client_id)
    return results(found, lots=aspect == "lot")


def outcomes(
    *, viewer: Viewer, aspect: Aspect, since: date, today: date, client_id: UUID | None = None
) -> Iterator[Outcome]:
    """One for each message that left: watched until the next step of the same creditor towards the debtor, or today.

    A message is paid on the day that ended the last of the claims which took their step by it. What was paid before it
    left says nothing about it.
    """
    rows = Touch.objects.filter(state="written", act="message", on__gte=since, message__told_at__isnull=False)
    if client_id is not None:
        rows = rows.filter(client=client_id)
    if not viewer.sees_all:
        rows = rows.filter(client__in=viewer.client_ids)
    return _outcomes(rows, aspect, today, lambda told: aspect != "lot" or told.lot in DRAWN)


def tried(*, version: LadderVersion, since: date, today: date) -> tuple[Result, ...]:
    """What was given by lot since a day, by the ladder of one creditor (or the house's own) for a segment; of each step
    that is still said in the same first words, tone and costs: another step is another one. For jobs."""
    rows = Touch.objects.filter(state="written", act="message", on__gte=since, message__told_at__isnull=False)
    rows = rows.filter(run__client=version.client_id, version__segment=version.segment)
    kept = LadderVersion.objects.filter(client=version.client_id, segment=version.segment)
    ladders = {row.number: Ladder.from_json(row.ladder) for row in kept}
    now = ladders[version.number]
    same = {
        (number, step.number)
        for number, ladder in ladders.items()
        for step in ladder.steps
        if (mine := now.step(step.number)) is not None and _said(mine) == _said(step)
    }
    found = _outcomes(rows, "lot", today, lambda told: told.lot in DRAWN and (told.version, told.step) in same)
    return results(found, lots=True)


def _said(step: Step) -> tuple[object, ...]:
    return step.act, step.tone, step.costs, step.channel, step.text, step.texts


def _outcomes(rows: QuerySet[Touch], aspect: Aspect, today: date, counts: Callable[[Told], bool]) -> Iterator[Outcome]:
    """Of the messages that count; the others end the time of those before them."""
    names = ("id", "debtor_id", "run__client_id", "version__segment", "version__number", "step", "message__channel")
    more = ("channel", "wording", "part", "lot", "message__told_at")
    told_in_order = rows.exclude(tone="pre_due").order_by("debtor_id", "run__client_id", "on", "id")
    facts = [Told(*row) for row in told_in_order.values_list(*names, *more) if row[-1] is not None]
    paid = _paid([told.touch_id for told in facts])
    for _, group in groupby(facts, key=lambda told: (told.debtor_id, told.asker)):
        touches = list(group)
        ends = [booking_day(told.at) for told in touches[1:]] + [today]
        for told, end in zip(touches, ends, strict=True):
            sent, on = booking_day(told.at), paid.get(told.touch_id)
            if sent <= today and counts(told) and (on is None or on >= sent):
                until = max(sent, min(end, today))
                yield Outcome(told.debtor_id, told.segment, told.step, way(aspect, told), sent, until, on)


def way(aspect: Aspect, told: Told) -> Way:
    """How a message went, looked at in one respect: what else differs would leave too few of each."""
    local = told.at.astimezone(BRUSSELS)
    if aspect == "channel":
        return Way(channel=told.channel)
    if aspect == "lot":
        return told.given
    if aspect == "wording":
        return Way(wording=f"{told.version}{'+' if told.wording else ''}")
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
