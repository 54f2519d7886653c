"""What of the ladders waits for a person: drafts, calls, claims at the end of their ladder, runs that stand still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cessie.domain.correspondence.models import Writing
from cessie.domain.dunning.models import Run, Touch, Waiver
from cessie.domain.dunning.said import DAYS, SAID
from cessie.domain.parties.mark import marks_of
from cessie.domain.work.rules.clock import due_after
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: A run that jobs work on is done within that time, or they do not run.
STUCK = timedelta(hours=2)
#: Office hours within which each is done.
_HOURS = {"calling": 8, "offered": 16}


def _drafts(at: datetime) -> Iterator[Waiting]:
    said = N_("The run of {day} waits to be looked through: {debtors} debtors.")
    for row in Run.objects.filter(state="draft").order_by("begun_at"):
        debtors = Touch.objects.filter(run=row, state="planned").count()
        yield Waiting(
            subject=("dunning.Run", str(row.pk)),
            reasons=(Reason("dunning.draft", said, {"day": row.on, "debtors": debtors}),),
            due_at=due_after(row.begun_at, 8),
            client_id=row.client_id,
        )


def _stuck(at: datetime) -> Iterator[Waiting]:
    said = N_("The run of {day} stands still: look whether the jobs run.")
    for row in Run.objects.filter(state__in=("gathering", "confirmed")).order_by("begun_at"):
        since = row.confirmed_at or row.begun_at
        if since + STUCK <= at:
            yield Waiting(
                subject=("dunning.Run", str(row.pk)),
                reasons=(Reason("dunning.stuck", said, {"day": row.on}),),
                due_at=due_after(since + STUCK, 1),
                client_id=row.client_id,
            )


def _touches(state: str, code: str, said: str) -> Iterator[Waiting]:
    rows = Touch.objects.filter(state=state).select_related("debtor__company").order_by("done_at", "pk")
    for row in rows[:500]:
        yield Waiting(
            subject=("dunning.Touch", str(row.pk)),
            reasons=(Reason(code, said, {"debtor": row.debtor.company.name}),),
            due_at=due_after(row.done_at or row.run.begun_at, _HOURS[state]),
            client_id=row.client_id,
        )


def _calls(at: datetime) -> Iterator[Waiting]:
    return _touches("calling", "dunning.call", N_("{debtor} is to be called about what is late."))


def _said(at: datetime) -> Iterator[Waiting]:
    """What was said of debtors on the phone, until it stands where it belongs or its time is over."""
    words = {
        "moved": N_("{debtor} has moved, it was said in a call: correct how he is written to. {note}"),
        "wrong_number": N_("The number of {debtor} is wrong, it was said in a call: correct it. {note}"),
    }
    alone = N_("{debtor} is said to be insolvent, dead or in care: look it up and note it. He is left alone meanwhile.")
    rows = Touch.objects.filter(
        state="called", result__in=(*SAID, *words), noted_at__gte=at - timedelta(days=DAYS)
    ).select_related("debtor__company")
    touches = list(rows.order_by("noted_at", "pk")[:500])
    marks = marks_of({row.debtor.company_id for row in touches})
    changed = {row.pk: row.changed_at for row in Writing.objects.filter(pk__in={row.debtor_id for row in touches})}
    for row in touches:
        if row.noted_at is None or SAID.get(row.result) in marks[row.debtor.company_id]:
            continue
        if row.result in words and row.debtor_id in changed and changed[row.debtor_id] >= row.noted_at:
            continue
        facts: dict[str, Fact] = {"debtor": row.debtor.company.name, "note": row.note}
        yield Waiting(
            subject=("dunning.Touch", str(row.pk)),
            reasons=(Reason("dunning.said", words.get(row.result, alone), facts),),
            due_at=due_after(row.noted_at, 8),
            client_id=row.client_id,
        )


def _offers(at: datetime) -> Iterator[Waiting]:
    return _touches("offered", "dunning.offered", N_("The ladder of {debtor} is at its end: hand the claims over."))


def _waivers(at: datetime) -> Iterator[Waiting]:
    said = N_("{amount} claimed beside {number} is to be given up: {note}")
    for row in Waiver.objects.filter(state="asked").select_related("invoice").order_by("asked_at", "pk")[:500]:
        amount = Money(row.interest_cents + row.costs_cents, row.currency)
        facts: dict[str, Fact] = {"amount": amount, "number": row.invoice.number, "note": row.note}
        yield Waiting(
            subject=("invoices.Invoice", str(row.invoice_id)),
            reasons=(Reason("dunning.waiver", said, facts),),
            due_at=due_after(row.asked_at, 8),
            client_id=row.client_id,
        )


WATCHES = (
    Watch("dunning.draft", _drafts),
    Watch("dunning.stuck", _stuck),
    Watch("dunning.call", _calls),
    Watch("dunning.said", _said),
    Watch("dunning.hand_over", _offers),
    Watch("dunning.waiver", _waivers),
)
