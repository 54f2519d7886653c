"""Statutory rates that wait for a second person, and a semester, begun or near, whose rates nobody entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cessie.domain.statutes.models import StatutoryRate
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.law.semester import lacking
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.reasons import N_, Fact, Reason

#: How long before a semester its rates are asked for: time to find them, and a second person.
AHEAD = timedelta(days=30)


def _entered(at: datetime) -> Iterator[Waiting]:
    said = N_("{country} {kind} from {day}: {percent} percent waits to be confirmed.")
    for row in StatutoryRate.objects.filter(state="entered").order_by("entered_at", "pk"):
        facts: dict[str, Fact] = {"country": row.country, "kind": row.kind, "day": row.first_date,
                                  "percent": str(row.percent)}  # fmt: skip
        yield Waiting(
            subject=("statutes.StatutoryRate", str(row.pk)),
            reasons=(Reason("statute.entered", said, facts),),
            due_at=end_of_desk(bank_day_from(booking_day(row.entered_at))),
        )


def _lacking(at: datetime) -> Iterator[Waiting]:
    """The rates of today's semester, and from ``AHEAD`` before it begins those of the next."""
    said = N_("{count} statutory rates of the semester from {day} are not known: {countries}.")
    rates, today = rates_in_force(), booking_day(at)
    missing = lacking(rates, today) or lacking(rates, today + AHEAD)
    if missing:
        day, countries = min(missing.values()), sorted({country for country, _ in missing})
        facts: dict[str, Fact] = {"count": len(missing), "day": day, "countries": ", ".join(countries)}
        yield Waiting(
            subject=("statutes.Semester", day.isoformat()),
            reasons=(Reason("statute.missing", said, facts),),
            due_at=end_of_desk(bank_day_from(day)),
        )


WATCHES = (Watch("statute.entered", _entered), Watch("statute.missing", _lacking))
