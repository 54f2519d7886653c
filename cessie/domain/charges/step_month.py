"""One step of the end of a month: a group of contracts charged, numbered, written or provided for; then it is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.aged_list import aged_list
from cessie.domain.charges.allow_month import allow_month
from cessie.domain.charges.charge_month import charge_month
from cessie.domain.charges.invoice_fees import number_fees, write_fees
from cessie.domain.charges.models import FeeInvoice, MonthEnd, MonthPart
from cessie.domain.charges.rules.states import MONTH_END, MONTH_PART
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.period import following
from cessie.lib.reasons import Reason

#: Contracts of a step, which is a transaction.
GROUP: Final = 100
#: What is done first: a group that is begun is brought to its end, while what was read for it is at hand.
STAGES: Final = ("written", "numbered", "charged", "waiting")

Outcome = Literal["worked", "busy", "over"]
_Event = Callable[[MonthPart], str]


def step_month(*, run_id: UUID, by: Viewer, at: datetime) -> Outcome:
    """Take the next group that nobody else works on. ``busy``: others have all that is left; ``over``: nothing is left.

    Any number of workers share a run: a group is theirs by the lock of its rows. A step is whole or not at all, what
    it calls does nothing twice, so that a kill between any two leaves what the next worker goes on with.
    """
    by.require("charges.accrue")
    with transaction.atomic():
        run = MonthEnd.objects.get(pk=run_id)
        if run.state != "running":
            return "over"
        for stage in STAGES:
            rows = MonthPart.objects.filter(run=run, state=stage).order_by("pk")
            parts = list(rows.select_for_update(of=("self",), skip_locked=True)[:GROUP])
            if parts:
                _STEPS[stage](run, parts, by, at)
                return "worked"
        if MonthPart.objects.filter(run=run, state__in=STAGES).exists():
            return "busy"
        return _finish(run_id, by, at)


def _charge(run: MonthEnd, parts: Sequence[MonthPart], by: Viewer, at: datetime) -> None:
    found = charge_month(contract_ids=[part.contract_id for part in parts], month=run.month, by=by, at=at)
    _move(parts, lambda part: "charge", found.refused)


def _number(run: MonthEnd, parts: Sequence[MonthPart], by: Viewer, at: datetime) -> None:
    keys = [part.contract_id for part in parts]
    invoices, refused = number_fees(contract_ids=keys, month=run.month, by=by, at=at)
    have = {invoice.contract_id for invoice in invoices}
    _move(parts, lambda part: "number" if part.contract_id in have else "skip", refused)


def _write(run: MonthEnd, parts: Sequence[MonthPart], by: Viewer, at: datetime) -> None:
    keys = [part.contract_id for part in parts]
    write_fees(invoices=list(FeeInvoice.objects.filter(contract_id__in=keys, month=run.month)), by=by, at=at)
    _move(parts, lambda part: "write", {})


def _settle(run: MonthEnd, parts: Sequence[MonthPart], by: Viewer, at: datetime) -> None:
    allow_month(contract_ids=[part.contract_id for part in parts], month=run.month, by=by, at=at)
    _move(parts, lambda part: "settle", {})


_STEPS = {"waiting": _charge, "charged": _number, "numbered": _write, "written": _settle}


def _move(parts: Sequence[MonthPart], event: _Event, refused: Mapping[UUID, Reason]) -> None:
    for part in parts:
        reason = refused.get(part.contract_id)
        part.state = MONTH_PART.after(part.state, "refuse" if reason else event(part))
        part.reason = reason.to_json() if reason else None
    for state, rows in groupby(sorted(parts, key=_state), _state):
        same = [part for part in rows if part.reason is None]
        MonthPart.objects.filter(pk__in=[part.pk for part in same]).update(state=state, reason=None)
    MonthPart.objects.bulk_update([part for part in parts if part.reason], ["state", "reason"])


_state = attrgetter("state")


def _finish(run_id: UUID, by: Viewer, at: datetime) -> Outcome:
    """Keep the aged list of the last day; the month waits for the second person."""
    run = MonthEnd.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state == "running":
        last = following(run.month) - timedelta(days=1)
        data = aged_list(last, known_at=at)
        if data:
            run.aged = store(data=data, name=f"aged-{run.month:%Y-%m}.csv", channel="own", by=by, at=at).document
        run.state, run.ready_at = MONTH_END.after(run.state, "finish"), at
        run.save(update_fields=["state", "ready_at", "aged"])
        record(action="charges.finish_month", subject=run, by=by, at=at, data={"month": run.month})
    return "over"
