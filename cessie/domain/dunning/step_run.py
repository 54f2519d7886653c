"""One step of a run that was confirmed: a group of debtors is written to, called or offered for hand-over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record, record_many
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.outlets import outlets
from cessie.domain.dunning.beside import demands
from cessie.domain.dunning.door import locked_run
from cessie.domain.dunning.gather import fill, items_of
from cessie.domain.dunning.items import Asked, asked
from cessie.domain.dunning.ladders import in_force
from cessie.domain.dunning.law import law_facts
from cessie.domain.dunning.models import LadderVersion, Run, Touch, TouchItem
from cessie.domain.dunning.rules.decide import decide
from cessie.domain.dunning.rules.items import Decision, LawFacts
from cessie.domain.dunning.rules.ladder import Ladder
from cessie.domain.dunning.rules.learning import Result, arms, chosen
from cessie.domain.dunning.rules.states import RUN, TOUCH
from cessie.domain.dunning.worked import tried
from cessie.domain.dunning.write_reminder import write_reminder
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Entry
from cessie.ledger.post import post
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason

#: Debtors of a step, which is a transaction.
GROUP: Final = 50
#: How far back a choice looks at what worked, and by which channels a reminder may be tried.
LOOKED: Final = timedelta(days=365)
TRIED: Final = ("email", "post", "sms")
Outcome = Literal["worked", "busy", "over"]


@transaction.atomic
def step_run(*, run_id: UUID, by: Viewer, at: datetime) -> Outcome:
    """Carry out the next group that nobody else works on. ``busy``: others have all that is left; ``over``: it is done.

    Everything is asked again: what was paid, disputed or promised since the run was gathered is left out, and a debtor
    for whom nothing remains gets nothing. A step is whole or not at all; the letters leave on their own (``sending``).
    """
    by.require("dunning.work")
    mine = Touch.objects.filter(run_id=run_id, state="planned")
    touches = list(mine.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:GROUP])
    run = Run.objects.get(pk=run_id)  # read behind the locks: a cancelled run waits for them, or is seen here
    if run.state != "confirmed":
        return "over"
    if touches:
        _carry_out(run, touches, by, at)
        return "worked"
    if mine.exists():
        return "busy"
    _finish(run_id, by, at)
    return "over"


@dataclass(frozen=True, slots=True)
class _Day:
    """What is the same for all debtors of a step."""

    on: date
    ladders: Mapping[str, LadderVersion]
    law: LawFacts
    by: Viewer
    at: datetime
    known: Mapping[UUID, tuple[Result, ...]]


def _carry_out(run: Run, touches: Sequence[Touch], by: Viewer, at: datetime) -> None:
    on = max(run.on, booking_day(at))
    ladders = in_force(run.client_id, on)
    day = _Day(on, ladders, law_facts(house=run.client_id is None), by, at, _known(ladders.values(), on))
    named: dict[UUID, set[UUID]] = {touch.pk: set() for touch in touches}
    for touch_id, invoice in TouchItem.objects.filter(touch__in=touches).values_list("touch_id", "invoice_id"):
        named[touch_id].add(invoice)
    debtors = {touch.debtor_id for touch in touches}
    now = {
        item.invoice_id: found
        for found in asked(run.client_id, debtors=debtors, on=on, but=named.keys())
        for item in found.items
    }
    entries: list[Entry] = []
    for touch in touches:
        found = _still(touch, named[touch.pk], now)
        decision = _again(touch, found, named[touch.pk], day)
        if found is None or isinstance(decision, Reason):
            _void(touch, decision)
        else:
            entries += _do(touch, found, decision, day)
    post(entries, by=by.key, at=at)
    record_many(
        action="dunning.touch", by=by, at=at,
        lines=[(touch, touch.client_id, {"state": touch.state, "step": touch.step}) for touch in touches],
    )  # fmt: skip


def _still(touch: Touch, named: set[UUID], now: Mapping[UUID, Asked]) -> Asked | None:
    """What is asked of its debtor today in the same way; nothing where his invoices went another way meanwhile."""
    groups = (now[invoice] for invoice in sorted(named) if invoice in now)
    return next((found for found in groups if touch.way in ("", found.way.name)), None)


def _again(touch: Touch, found: Asked | None, named: set[UUID], day: _Day) -> Decision | Reason:
    """The decision of today on the invoices that were looked through, no step above the one that was; or why none."""
    version = day.ladders.get(found.segment) if found else None
    if found is None:
        return Reason("dunning.nothing_left", N_("Nothing is open any more."))
    if version is None or version.mode == "off":
        return Reason("dunning.switched_off", N_("The ladder was switched off."))
    ladder = Ladder.from_json(version.ladder)
    ladder = replace(ladder, steps=ladder.steps[: touch.step])
    items = [item for item in found.items if item.invoice_id in named or item.open.cents < 0]
    if not any(item.open.cents > 0 for item in items):
        return Reason("dunning.nothing_left", N_("Nothing is open any more."))
    decision = decide(ladder, items, day.on, day.law, last=found.last)
    if decision.step is not None:
        touch.version = version
        return decision
    if decision.left_out:
        return decision.left_out[0][1]
    return next(iter(decision.reasons), Reason("dunning.not_due", N_("Its time has not come.")))


def _void(touch: Touch, why: Decision | Reason) -> None:
    """Nothing is left to ask for: he gets nothing, and the step does not count."""
    touch.state = TOUCH.after(touch.state, "void")
    touch.trouble = why.to_json() if isinstance(why, Reason) else None
    touch.save(update_fields=["state", "trouble"])
    TouchItem.objects.filter(touch=touch).update(counts=False)


def _do(touch: Touch, found: Asked, decision: Decision, day: _Day) -> list[Entry]:
    """Write to him, have him called, or offer his claims for hand-over; what it adds to the books."""
    decision = _learned(touch, found, decision, day)
    TouchItem.objects.filter(touch=touch).delete()
    fill(touch, decision)
    items = TouchItem.objects.bulk_create(items_of(touch, decision))
    touch.done_at = day.at
    if touch.act == "message":
        touch.message = _written(touch, found, decision, day)
    touch.state = TOUCH.after(touch.state, {"message": "write", "call": "ask", "hand_over": "offer"}[touch.act])
    touch.save()
    return demands(touch, items, day.on) if touch.act == "message" else []


def _known(ladders: Iterable[LadderVersion], on: date) -> dict[UUID, tuple[Result, ...]]:
    """By ladder that is to choose: what was given by lot lately did, as it was known when the month began. What is
    looked at every day is sooner or later surely better by chance."""
    month = on.replace(day=1)
    learning = [row for row in ladders if row.ladder.get("learns") is True]
    return {row.pk: tried(version=row, since=month - LOOKED, today=month) for row in learning}


def _learned(touch: Touch, found: Asked, decision: Decision, day: _Day) -> Decision:
    """The decision with the channel that is chosen by what worked, and why, where the creditor switched that on; the
    wording and the part of the day are noted on what he gets. A wish makes no channel lawful: what he may not be
    written by is left out as ever."""
    step, known = decision.step, day.known.get(touch.version.pk)
    if step is None or step.act != "message" or known is None:
        return decision
    ladder = Ladder.from_json(touch.version.ladder)
    channels = [channel for channel in TRIED if channel in outlets()]
    ways = arms(channels=channels, own_channel=step.channel, wording=step.wording, parts=ladder.parts)
    if not ways:
        return decision
    choice = chosen(found.debtor_id, found.segment, step.number, ways, known)
    touch.lot, touch.wording, touch.part = choice.lot, choice.way.wording, choice.way.part
    changed = replace(step, channel=choice.way.channel or step.channel)
    return replace(decision, step=changed, reasons=(*decision.reasons, *choice.reasons))


def _written(touch: Touch, found: Asked, decision: Decision, day: _Day) -> Message:
    return write_reminder(touch=touch, found=found, decision=decision, by=day.by, at=day.at)


def _finish(run_id: UUID, by: Viewer, at: datetime) -> None:
    run = locked_run(run_id)
    if run.state == "confirmed":
        run.state, run.ended_at, run.ended_by = RUN.after(run.state, "finish"), at, by.key
        run.save(update_fields=["state", "ended_at", "ended_by"])
        record(action="dunning.finish", subject=run, by=by, at=at, client_id=run.client_id, data={"on": run.on})
