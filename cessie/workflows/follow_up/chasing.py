"""Debtors who pay late are asked for it: the ladders' runs, by themselves or by a person, and what follows on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cessie.domain.correspondence.drop import drop
from cessie.domain.dunning.begin_run import AnotherRun, begin_run
from cessie.domain.dunning.catch_up import catch_up
from cessie.domain.dunning.confirm import confirm
from cessie.domain.dunning.decisions import all_decisions
from cessie.domain.dunning.gather import gather
from cessie.domain.dunning.ladders import in_force, ladder_setters
from cessie.domain.dunning.models import Run
from cessie.domain.dunning.step_run import step_run
from cessie.domain.dunning.still import still_asks
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Turn:
    """How many runs a turn of the clock began by itself, and how many drafts it laid before people."""

    automatic: int = 0
    drafts: int = 0


def turn(*, by: Viewer, at: datetime) -> Turn:
    """Begin what is due: of each creditor who set a ladder one automatic run a day from his hour on, and a draft.

    Runs that were left behind are worked on as well; a draft that waits is not doubled. A day that was missed is caught
    up by the next one: what happens follows from the state alone.
    """
    today, hour = booking_day(at), at.astimezone(BRUSSELS).hour
    begun = {"automatic": 0, "draft": 0}
    for client_id in ladder_setters():
        ladders = in_force(client_id, today).values()
        for mode in begun:
            if any(row.mode == mode and row.hour <= hour for row in ladders):
                begun[mode] += _begin(client_id, today, automatic=mode == "automatic", by=by, at=at)
    for run in Run.objects.filter(state__in=("gathering", "confirmed")).order_by("begun_at", "pk"):
        work(run_id=run.pk, by=by, at=at)
    return Turn(begun["automatic"], begun["draft"])


def work(*, run_id: UUID, by: Viewer, at: datetime) -> int:
    """Work on a run until nothing is left that others do not have; how many steps. Workers may be many."""
    steps = 0
    while gather(run_id=run_id, by=by, at=at) == "worked":
        steps += 1
    while step_run(run_id=run_id, by=by, at=at) == "worked":
        steps += 1
    return steps


def go(*, run_id: UUID, by: Viewer, worker: Viewer, at: datetime) -> int:
    """A person confirms a run, and it is carried out at once; how many steps."""
    confirm(run_id=run_id, by=by, at=at)
    return work(run_id=run_id, by=worker, at=at)


def still(message_id: UUID, *, by: Viewer, at: datetime) -> bool:
    """Whether a message may leave, asked just before: a reminder of what was paid or disputed meanwhile does not, and
    one that was timed waits for the hours in which debtors are written to."""
    if catch_up(message_id=message_id, by=by, at=at):
        return False
    if still_asks(message_id=message_id, by=by, at=at):
        return True
    reason = Reason("dunning.not_any_more", N_("What it asked for does not stand any more."))
    drop(message_id=message_id, reason=reason, by=by, at=at)  # where its touch was taken back before
    return False


def _begin(client_id: UUID | None, today: date, *, automatic: bool, by: Viewer, at: datetime) -> int:
    """Begin today's run where there is none yet and none waits."""
    known = Run.objects.filter(client=client_id, on=today, automatic=automatic)
    if known.exists():
        return 0
    try:
        begin_run(client_id=client_id, on=today, automatic=automatic, by=by, at=at)
    except AnotherRun:
        return 0
    return 1


def begin_and_work(*, client_id: UUID | None, on: date, by: Viewer, at: datetime) -> str:
    """The run of a creditor for a day, worked on as far as it goes without a person; what became of it, in a line."""
    modes = {row.mode for row in in_force(client_id, on).values()}
    run = begin_run(client_id=client_id, on=on, automatic="automatic" in modes, by=by, at=at)
    steps = work(run_id=run.pk, by=by, at=at)
    run.refresh_from_db()
    return f"run of {on}: {run.state}, {steps} steps"


def would_get(client_id: UUID | None, *, on: date) -> Iterator[str]:
    """Who would get what in a run of a day, a line each; nothing is written."""
    for found, decision in all_decisions(client_id, on=on, modes=("draft", "automatic")):
        number = decision.step.number if decision.step else 0
        yield f"{found.debtor_id}  step {number}  invoices {len(decision.items)}  {decision.total}"
