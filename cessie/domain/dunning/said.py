"""What was said on the phone of a debtor whom no machine presses: it holds until somebody who may has looked it up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from cessie.domain.dunning.models import Touch
from cessie.lib.days import booking_day, day_begins

#: The mark on a company that the result of a call speaks of.
SAID: Final[Mapping[str, str]] = {"insolvent": "insolvent", "deceased": "deceased", "in_care": "social"}
#: So many days his ladder waits for it: marked by then he stays alone, else he is reminded again.
DAYS: Final = 30


def said_of(debtors: Collection[UUID], on: date) -> dict[UUID, date]:
    """Until when each of these debtors is left alone for what was said of him, whoever called."""
    since = day_begins(on - timedelta(days=DAYS))
    rows = Touch.objects.filter(debtor_id__in=debtors, state="called", result__in=SAID, noted_at__gte=since)
    found: dict[UUID, date] = {}
    for debtor, at in rows.values_list("debtor_id", "noted_at"):
        if at is not None:
            until = booking_day(at) + timedelta(days=DAYS)
            found[debtor] = max(until, found.get(debtor, until))
    return found
