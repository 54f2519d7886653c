"""One step behind the close of a month: statements of account of a group of contracts frozen, or their papers made."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cessie.domain.charges.models import AccountStatement, MonthEnd, MonthPart
from cessie.domain.charges.print_statements import print_statements
from cessie.domain.charges.rules.states import MONTH_PART
from cessie.domain.charges.state_month import state_month
from cessie.domain.charges.step_month import GROUP, Outcome
from cessie.domain.users.rules.viewer import Viewer

#: Papers of a step: each takes a good part of a second.
PAPERS: Final = 10
#: What is done first: every statement is frozen before the first paper is made.
STAGES: Final = (("done", GROUP), ("stated", PAPERS))


def unstated(*, viewer: Viewer) -> QuerySet[MonthEnd]:
    """Closed months of which a statement or its paper is still to come, oldest first; the house's alone."""
    waiting = MonthPart.objects.filter(state__in=[state for state, _size in STAGES]).values("run")
    rows = MonthEnd.objects.filter(state="closed", pk__in=waiting).order_by("month")
    return rows if viewer.sees_all else rows.none()


def step_statements(*, run_id: UUID, by: Viewer, at: datetime) -> Outcome:
    """Take the next group of a closed month that nobody else works on; outcomes as of ``step_month``, and as safe.

    A month that is not closed has nothing to do yet (``over``).
    """
    by.require("charges.accrue")
    with transaction.atomic():
        run = MonthEnd.objects.get(pk=run_id)
        if run.state != "closed":
            return "over"
        for stage, size in STAGES:
            rows = MonthPart.objects.filter(run=run, state=stage).order_by("pk")
            parts = list(rows.select_for_update(of=("self",), skip_locked=True)[:size])
            if parts:
                _STEPS[stage](run, parts, by, at)
                return "worked"
        waiting = MonthPart.objects.filter(run=run, state__in=[state for state, _size in STAGES])
        return "busy" if waiting.exists() else "over"


def _state(run: MonthEnd, parts: list[MonthPart], by: Viewer, at: datetime) -> None:
    have = state_month(contract_ids=[part.contract_id for part in parts], month=run.month, by=by, at=at)
    _move([part for part in parts if part.contract_id in have], "state")
    _move([part for part in parts if part.contract_id not in have], "pass")


def _print(run: MonthEnd, parts: list[MonthPart], by: Viewer, at: datetime) -> None:
    rows = AccountStatement.objects.filter(month=run.month, contract_id__in=[part.contract_id for part in parts])
    print_statements(rows=list(rows), by=by, at=at)
    _move(parts, "print")


_STEPS = {"done": _state, "stated": _print}


def _move(parts: list[MonthPart], event: str) -> None:
    for state in {part.state for part in parts}:
        keys = [part.pk for part in parts if part.state == state]
        MonthPart.objects.filter(pk__in=keys).update(state=MONTH_PART.after(state, event))
