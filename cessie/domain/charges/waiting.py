"""Reference rates that wait for a second person, and those that nobody entered though money in use waits for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from cessie.domain.charges.models import AllowancePolicy, Fixing, MonthEnd
from cessie.domain.charges.rates import fixings
from cessie.domain.charges.rules.rates import FRESH
from cessie.domain.contracts.models import Version
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.ledger.queries import funds_in_use
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.reasons import N_, Fact, Reason
from cessie.terms.interest import Reset, reset_day

DAY = timedelta(days=1)
STUCK = timedelta(hours=2)


def _entered(at: datetime) -> Iterator[Waiting]:
    said = N_("{reference} of {day}: {value} percent waits to be confirmed.")
    for row in Fixing.objects.filter(state="entered").order_by("entered_at", "pk"):
        facts: dict[str, Fact] = {"reference": row.reference, "day": row.valid_from, "value": str(row.value)}
        yield Waiting(
            subject=("charges.Fixing", str(row.pk)),
            reasons=(Reason("rate.entered", said, facts),),
            due_at=end_of_desk(bank_day_from(booking_day(row.entered_at))),
        )


def _lacking(at: datetime) -> Iterator[Waiting]:
    said, day = N_("{reference} of {day} is not known: interest on funds in use waits for it."), booking_day(at) - DAY
    named: dict[tuple[str, Reset], set[UUID]] = defaultdict(set)
    rows = Version.objects.exclude(terms__interest=None).filter(valid_from__lte=day)
    for contract, reference, reset in rows.values_list(
        "contract_id", "terms__interest__reference", "terms__interest__reset"
    ):
        named[reference, reset].add(contract)
    wanted: dict[str, date] = {}
    for (reference, reset), contracts in named.items():
        looked_up = reset_day(day, reset)
        known = fixings([reference], looked_up, looked_up)[reference]
        fresh = any(looked_up - FRESH <= fixing.valid_from for fixing in known)
        if not fresh and any(used.cents > 0 for used in funds_in_use(list(contracts)).values()):
            wanted[reference] = looked_up
    for reference, looked_up in sorted(wanted.items()):
        yield Waiting(
            subject=("charges.Reference", reference),
            reasons=(Reason("rate.missing", said, {"reference": reference, "day": looked_up}),),
            due_at=end_of_desk(bank_day_from(looked_up)),
        )


def _months(state: str, said: str, patience: timedelta) -> Iterator[Waiting]:
    for run in MonthEnd.objects.filter(state=state).order_by("month"):
        since = run.ready_at or run.started_at
        yield Waiting(
            subject=("charges.MonthEnd", str(run.pk)),
            reasons=(Reason(f"month.{state}", said, {"month": f"{run.month:%Y-%m}"}),),
            due_at=since + patience,
        )


def _ready(at: datetime) -> Iterator[Waiting]:
    return _months("ready", N_("Every contract was looked at for {month}: a second person closes it."), DAY)


def _stuck(at: datetime) -> Iterator[Waiting]:
    if MonthEnd.objects.filter(state="running", started_at__lt=at - STUCK).exists():
        yield from _months("running", N_("The end of {month} has run for long."), STUCK)


def _proposed(at: datetime) -> Iterator[Waiting]:
    said = N_("Percents of the allowance from {day} wait to be confirmed.")
    for row in AllowancePolicy.objects.filter(state="proposed"):
        yield Waiting(
            subject=("charges.AllowancePolicy", str(row.pk)),
            reasons=(Reason("allowance.proposed", said, {"day": row.valid_from}),),
            due_at=end_of_desk(bank_day_from(booking_day(row.proposed_at))),
        )


WATCHES = (
    Watch("rate.entered", _entered),
    Watch("rate.missing", _lacking),
    Watch("month.ready", _ready),
    Watch("month.stuck", _stuck),
    Watch("allowance.proposed", _proposed),
)
