"""Look at a slice of a run's debtors, and lay down what each of them gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.dunning.decisions import decisions
from cessie.domain.dunning.door import locked_run
from cessie.domain.dunning.items import Asked, debtors_with_open_items
from cessie.domain.dunning.models import LadderVersion, Run, Slice, Touch, TouchItem
from cessie.domain.dunning.rules.items import Decision, Due
from cessie.domain.dunning.rules.states import RUN, SLICE
from cessie.domain.users.rules.viewer import Viewer

Outcome = Literal["worked", "busy", "over"]


@transaction.atomic
def gather(*, run_id: UUID, by: Viewer, at: datetime) -> Outcome:
    """Take the next slice that nobody else works on. ``busy``: others have all that is left; ``over``: nothing is left.

    Any number of workers share a run. A slice is whole or not at all, so that a kill leaves what the next goes on with.
    When the last is done the run is a draft; an automatic one confirms itself.
    """
    by.require("dunning.work")
    run = Run.objects.get(pk=run_id)
    if run.state != "gathering":
        return "over"
    mine = Slice.objects.filter(run=run, state="waiting")
    part = mine.select_for_update(of=("self",), skip_locked=True).order_by("pk").first()
    if part is not None:
        _look(run, part)
        part.state = SLICE.after(part.state, "gather")
        part.save(update_fields=["state"])
        return "worked"
    if mine.exists():
        return "busy"
    _finish(run_id, by, at)
    return "over"


def _look(run: Run, part: Slice) -> None:
    debtors = debtors_with_open_items(run.client_id, first=part.first, last=part.last)
    modes = ("automatic",) if run.automatic else ("draft", "automatic")
    touches, items = [], []
    for found, version, whole in decisions(run.client_id, debtors=debtors, on=run.on, modes=modes):
        for decision in parted(whole):
            touch = planned(run, found, version, decision)
            touches.append(touch)
            items += items_of(touch, decision)
    Touch.objects.bulk_create(touches, batch_size=1000)
    TouchItem.objects.bulk_create(items, batch_size=1000)


def planned(run: Run, found: Asked, version: LadderVersion, decision: Decision) -> Touch:
    """What a debtor gets by a decision, not kept yet."""
    touch = Touch(run=run, debtor_id=found.debtor_id, way=found.way.name, version=version)
    fill(touch, decision)
    return touch


def parted(decision: Decision) -> Iterator[Decision]:
    """One for each contract where claims are to be handed over, for a package is of one; else the decision whole."""
    if decision.step is None or decision.step.act != "hand_over":
        yield decision
        return
    for contract in dict.fromkeys(due.item.contract_id for due in decision.items):
        yield replace(decision, items=tuple(due for due in decision.items if due.item.contract_id == contract))


def fill(touch: Touch, decision: Decision) -> None:
    """Write a decision with its reasons into what a debtor gets."""
    step = decision.step
    if step is None:
        raise ValueError("nothing was decided")
    touch.on, touch.pay_by = decision.on, decision.pay_by
    touch.client_id = _only({due.item.client_id for due in decision.items})
    touch.contract_id = _only({due.item.contract_id for due in decision.items})
    touch.step, touch.act, touch.tone, touch.channel = step.number, step.act, step.tone, step.channel
    touch.reasons = [reason.to_json() for reason in decision.reasons]
    touch.left_out = [[str(item.invoice_id), reason.to_json()] for item, reason in decision.left_out]


def _only(keys: set[UUID]) -> UUID | None:
    return keys.pop() if len(keys) == 1 else None


def items_of(touch: Touch, decision: Decision) -> list[TouchItem]:
    """The invoices of a decision, frozen."""
    return [_frozen(touch, due, decision.on) for due in decision.items]


def _frozen(touch: Touch, due: Due, on: date) -> TouchItem:
    gone = due.item.discharged
    return TouchItem(
        touch=touch, invoice_id=due.item.invoice_id, step=due.step, on=on, asked_cents=due.asked.cents,
        interest_cents=due.interest.cents, interest_gone_cents=gone.interest.cents if gone else 0,
        costs_cents=due.costs.cents, costs_gone_cents=gone.costs.cents if gone else 0,
        announced_cents=due.announced.cents, currency=due.asked.currency, since_date=due.since,
        days_late=due.days_late, rides=due.rides, counts=not due.rides,
    )  # fmt: skip


def _finish(run_id: UUID, by: Viewer, at: datetime) -> None:
    """The run waits for a person, or goes on where it may."""
    run = locked_run(run_id)
    if run.state != "gathering":
        return
    run.state = RUN.after(run.state, "gathered")
    if run.automatic:
        run.state = RUN.after(run.state, "confirm")
        run.confirmed_at, run.confirmed_by = at, by.key
    run.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    facts = {"on": run.on, "debtors": Touch.objects.filter(run=run).count(), "state": run.state}
    record(action="dunning.gather", subject=run, by=by, at=at, client_id=run.client_id, data=facts)
