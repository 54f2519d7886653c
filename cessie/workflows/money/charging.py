"""What contracts are charged, a group of them at a time: each group is a transaction of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from cessie.domain.charges.accrue import accrue
from cessie.domain.charges.step_month import step_month
from cessie.domain.charges.step_statements import step_statements, unstated
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.period import closed_until
from cessie.lib.days import booking_day
from cessie.lib.reasons import Reason

#: Contracts of a transaction.
GROUP = 100


def earn(*, by: Viewer, at: datetime) -> dict[UUID, Reason]:
    """P11 to the end of yesterday for every contract; which wait for a reference rate, and why. Again posts nothing."""
    until = booking_day(at) - timedelta(days=1)
    open_from = closed_until()
    refused: dict[UUID, Reason] = {}
    if open_from is None or until >= open_from:
        for group in groups():
            refused |= accrue(contract_ids=group, until=until, by=by, at=at).refused
    return refused


def groups() -> Iterator[list[UUID]]:
    """All contracts by key, ``GROUP`` at a time; one that is opened meanwhile comes at the end or the next night."""
    last: UUID | None = None
    while True:
        rows = Contract.objects.order_by("pk")
        group = list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:GROUP])
        if not group:
            return
        yield group
        last = group[-1]


def end_month(*, run_id: UUID, by: Viewer, at: datetime) -> int:
    """Work on the end of a month until nothing is left that others do not have; how many steps. Workers may be many."""
    steps = 0
    while step_month(run_id=run_id, by=by, at=at) == "worked":
        steps += 1
    return steps


def state_months(*, by: Viewer, at: datetime, most: int = sys.maxsize) -> int:
    """Freeze the statements of account of closed months and make their papers, oldest month first; how many steps.

    Until nothing is left that others do not have, or ``most`` steps are done: workers may be many, and a killed one is
    gone on with.
    """
    steps = 0
    for run_id in list(unstated(viewer=by).values_list("pk", flat=True)):
        while steps < most and step_statements(run_id=run_id, by=by, at=at) == "worked":
            steps += 1
    return steps
