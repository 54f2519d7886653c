"""How late it is in the house, by its own trail: for checks, which are handed no time and ask no clock."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from cessie.domain.audit.models import Event
from cessie.lib.days import booking_day


def newest_day() -> date | None:
    """The booking day of the newest act; None in an empty house."""
    newest = Event.objects.aggregate(at=Max("at"))["at"]
    return booking_day(newest) if newest is not None else None
