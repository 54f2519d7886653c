"""Look at dossiers: close what is paid, find what was agreed, do or plan what comes next. Twice does what once does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.leniency import leniency_in_force
from cessie.domain.audit.record import record
from cessie.domain.collection.call_script import broken, calls_that
from cessie.domain.collection.door import locked, locked_all, move, say
from cessie.domain.collection.models import Act, Dossier
from cessie.domain.collection.rest import little, small_rest
from cessie.domain.collection.rules.states import ACT, HELD, LIVE
from cessie.domain.collection.rules.tracks import IN_WRITING, Step, may_act
from cessie.domain.collection.rules.worth import worth
from cessie.domain.collection.standing import Stand, near, stand_of, stands_or_why
from cessie.domain.collection.tasks import ask, settled, time_bar
from cessie.domain.collection.write_demand import write_demand
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal

#: Days after which a dossier is looked at again where no day is known: an agreement, a court, a person moves it before.
AGAIN: Final = 7
_DAY: Final = timedelta(days=1)
_STILL: Final = N_("The principal was asked, and has not answered.")


@transaction.atomic
def look(*, dossier_id: UUID, by: Viewer, at: datetime) -> Dossier:
    """Lock: the dossier. Refused: an unknown one (``NotFound``), a day whose rate is not known (``Unlawful``), a letter
    that cannot be written (no account to pay to)."""
    dossier = locked(dossier_id, by)
    if dossier.state not in LIVE:
        return dossier
    return _look(dossier, stand_of(dossier, booking_day(at)), by, at)


@transaction.atomic
def look_at_all(*, dossier_ids: Collection[UUID], by: Viewer, at: datetime) -> dict[UUID, Refusal]:
    """``look`` at several with one reading of what is known: why nothing could be done, by those of which it could not;
    the others are looked at all the same. A dossier changes nothing that another stands on. Locks: the dossiers, by
    key."""
    live = [dossier for dossier in locked_all(dossier_ids, by) if dossier.state in LIVE]
    found = stands_or_why(live, booking_day(at))
    failed = {}
    for dossier in live:
        stand = found[dossier.pk]
        try:
            if isinstance(stand, Refusal):
                raise stand
            with transaction.atomic():
                _look(dossier, stand, by, at)
        except Refusal as no:
            failed[dossier.pk] = no
    return failed


def _look(dossier: Dossier, stand: Stand, by: Viewer, at: datetime) -> Dossier:
    """At one that is locked and lives, as it stands today."""
    today = booking_day(at)
    if stand.up.open.total.cents <= 0 and stand.up.claims:
        _drop_planned(dossier, [Reason("collection.paid", N_("Nothing is owed any more."))], by, at)
        settled(dossier, by=by, at=at)
        return move(dossier, "pay", by=by, at=at)
    if dossier.state not in HELD and little(stand) and (why := small_rest(stand, leniency_in_force())) is not None:
        _drop_planned(dossier, [why], by, at)
        settled(dossier, by=by, at=at)
        return move(dossier, "settle", reasons=[why], by=by, at=at)
    if near(stand.barred_from, today) and stand.barred_from is not None:
        ask("dossier.time_bar", dossier, [time_bar(dossier, stand.barred_from)], by=by, at=at)
    if dossier.state in HELD:
        if dossier.state == "waiting_principal":  # a task that was put away does not end the waiting
            ask("dossier.principal", dossier, [Reason("collection.still_asked", _STILL)], by=by, at=at)
        return _again(dossier, today + AGAIN * _DAY)
    if dossier.state != stand.state:
        move(dossier, f"find_{stand.state}", reasons=stand.holds, by=by, at=at)
    return _go_on(dossier, stand, by, at)


def _go_on(dossier: Dossier, stand: Stand, by: Viewer, at: datetime) -> Dossier:
    """Do what has come, plan the call, or wait for the day."""
    today, coming = booking_day(at), stand.next
    planned = stand.known.planned
    if planned is not None and (coming.step is None or coming.number != planned.step):
        drop(planned, coming.reasons, by=by, at=at)
        planned = None
    if coming.ended:
        ask("dossier.decide", dossier, coming.reasons, by=by, at=at)
    if coming.step is None or coming.due is None:
        return _again(dossier, today + AGAIN * _DAY)
    if coming.due > today:
        return _again(dossier, coming.due)
    if planned is None and not may_act(stand.situation, coming.step, today):
        _begin(dossier, stand, coming.step, by, at)
    return _again(dossier, today + _DAY)


def _begin(dossier: Dossier, stand: Stand, step: Step, by: Viewer, at: datetime) -> None:
    """A letter is written at once; a call or a visit waits for a person, ranked by what a minute may bring."""
    round_ = max((act.round for act in stand.known.acts), default=1)
    act = Act(
        dossier=dossier, kind=step.kind, tone=step.tone, round=round_, step=stand.next.number,
        due_date=stand.next.due or booking_day(at), planned_at=at,
        reasons=[reason.to_json() for reason in stand.next.reasons],
    )  # fmt: skip
    if step.kind in IN_WRITING:
        act.save(force_insert=True)
        act.message = write_demand(act=act, stand=stand, by=by, at=at)
        done(act, by=by, at=at)
        return
    found = worth(
        stand.total, cause=dossier.cause, months=_months(stand, booking_day(at)), broken=broken(stand),
        missed=calls_that(stand, missed=True), called=calls_that(stand, missed=False), vulnerable=dossier.vulnerable,
    )  # fmt: skip
    act.worth_cents = found.a_minute.cents
    act.reasons = [found.reason.to_json(), *act.reasons]
    act.save(force_insert=True)
    facts = {"kind": act.kind, "step": act.step, "debtor": dossier.debtor_id}
    record(action="collection.plan_act", subject=act, by=by, at=at, client_id=dossier.client_id, data=facts)


def done(act: Act, result: str = "", note: str = "", *, by: Viewer, at: datetime) -> Act:
    """An act was done; its dossier is locked."""
    act.state = ACT.after(act.state, "do")
    act.result, act.note, act.done_at, act.done_by = result, note.strip(), at, by.key
    act.save(update_fields=["state", "result", "note", "done_at", "done_by", "message"])
    facts = {"kind": act.kind, "step": act.step, "result": result, "debtor": act.dossier.debtor_id}
    record(action="collection.do_act", subject=act, by=by, at=at, client_id=act.dossier.client_id, data=facts)
    return act


def drop(act: Act, reasons: tuple[Reason, ...] | list[Reason], *, by: Viewer, at: datetime) -> Act:
    """An act is not done, and why; its dossier is locked. Its step comes again in the next round, if at all."""
    act.state = ACT.after(act.state, "drop")
    act.done_at, act.done_by = at, by.key
    act.save(update_fields=["state", "done_at", "done_by"])
    say(act.dossier, "drop_act", reasons=reasons, by=by, at=at)
    facts = {"kind": act.kind, "step": act.step, "debtor": act.dossier.debtor_id}
    record(action="collection.drop_act", subject=act, by=by, at=at, client_id=act.dossier.client_id, data=facts)
    return act


def _drop_planned(dossier: Dossier, reasons: list[Reason], by: Viewer, at: datetime) -> None:
    for act in Act.objects.filter(dossier=dossier, state="planned"):
        drop(act, reasons, by=by, at=at)


def _again(dossier: Dossier, day: date) -> Dossier:
    if dossier.look_date != day:
        dossier.look_date = day
        dossier.save(update_fields=["look_date"])
    return dossier


def _months(stand: Stand, today: date) -> int:
    oldest = min(each.up.facts.due for each in stand.asked)
    return (today - oldest).days // 30
