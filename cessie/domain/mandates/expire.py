"""Mandates that nobody used for 36 months lapse."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.mandates.change import change, locked
from cessie.domain.mandates.facts import last_collected
from cessie.domain.mandates.models import Mandate
from cessie.domain.mandates.rules.scheme import lapses_on
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day

NOTE = "unused for 36 months"


def expire(*, by: Viewer, at: datetime) -> tuple[UUID, ...]:
    """End each mandate that lapsed until today, one by one; which they were. Again does nothing."""
    by.require("mandates.enter")
    living = [state for state in MANDATE.states if MANDATE.allows(state, "expire")]
    rows = Mandate.objects.filter(state__in=living).order_by("pk").values_list("pk", flat=True)
    return tuple(key for key in rows if _expire(key, by, at))


@transaction.atomic
def _expire(mandate_id: UUID, by: Viewer, at: datetime) -> bool:
    mandate = locked(mandate_id)
    lapsed = lapses_on(mandate.signed_date, last_collected([mandate.pk]).get(mandate.pk)) <= booking_day(at)
    if not lapsed or not MANDATE.allows(mandate.state, "expire"):
        return False
    change(mandate, "expire", note=NOTE, by=by, at=at)
    return True
