"""A comparison is worked on: each way is kept as it comes, so that a killed one goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.comparison.lay_ledger import sales_in
from cessie.domain.comparison.models import Result, Run
from cessie.domain.comparison.play import played
from cessie.domain.comparison.rules.offers import question
from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.states import COMPARISON, LIVE
from cessie.domain.comparison.rules.told import json_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import Reason, Refusal


def work(*, run_id: UUID, processes: int, by: Viewer, now: Callable[[], datetime]) -> str:
    """Play what is not yet played; the state in which it is left. Stops at the next way once it is cancelled.

    What cannot be played (a reference rate of which no value is known) ends it with the reason.
    """
    if _move(run_id, "begin", by, now()) != "running":
        return str(Run.objects.values_list("state", flat=True).get(pk=run_id))
    run = Run.objects.select_related("ledger").get(pk=run_id)
    asked, there = question(run.asked), set(Result.objects.filter(run=run).values_list("name", flat=True))
    left = [each for each in asked.offers if each.name not in there]
    try:
        sales = sales_in(run.ledger)
        with closing(played(sales, asked, left, run.first, run.last, processes=processes)) as outcomes:
            for outcome in outcomes:
                if not _keep(run_id, outcome):
                    return str(Run.objects.values_list("state", flat=True).get(pk=run_id))
    except Refusal as no:
        return _move(run_id, "refuse", by, now(), no.reason)
    return _move(run_id, "end", by, now())


@transaction.atomic
def _keep(run_id: UUID, outcome: Outcome) -> bool:
    """Whether it is still wanted; of two workers at the same run only one keeps it."""
    wanted = Run.objects.select_for_update(of=("self",)).filter(pk=run_id, state="running").exists()
    if wanted:
        Result.objects.get_or_create(run_id=run_id, name=outcome.name, defaults={"told": json_of(outcome)})
    return wanted


@transaction.atomic
def _move(run_id: UUID, event: str, by: Viewer, at: datetime, reason: Reason | None = None) -> str:
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    if not COMPARISON.allows(run.state, event):  # cancelled meanwhile, or ended by another worker
        return run.state
    before, run.state = run.state, COMPARISON.after(run.state, event)
    if run.state not in LIVE:
        run.ended_at, run.reason = at, reason.to_json() if reason else None
    run.save(update_fields=["state", "ended_at", "reason"])
    if run.state != before and run.state != "running":
        record(action=f"comparison.{run.state}", subject=run, by=by, at=at, data={})
    return run.state
