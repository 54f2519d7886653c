"""Mandates that nobody used for 36 months lapse, and links to sign one that nobody followed in time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.mandates.change import change, locked
from cessie.domain.mandates.facts import last_collected
from cessie.domain.mandates.models import Mandate, Signing
from cessie.domain.mandates.rules.scheme import lapses_on
from cessie.domain.mandates.rules.signing import SIGNING
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.mandates.signing_door import move
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day

NOTE = "unused for 36 months"
_OPEN = [state for state in SIGNING.states if SIGNING.allows(state, "expire")]


def expire(*, by: Viewer, at: datetime) -> tuple[UUID, ...]:
    """End each mandate that lapsed until today, and each link, one by one; which mandates. Again does nothing."""
    by.require("mandates.enter")
    for key in Signing.objects.filter(state__in=_OPEN, expires_at__lte=at).order_by("pk").values_list("pk", flat=True):
        _run_out(key, at)
    living = [state for state in MANDATE.states if MANDATE.allows(state, "expire")]
    rows = Mandate.objects.filter(state__in=living).order_by("pk").values_list("pk", flat=True)
    return tuple(key for key in rows if _expire(key, by, at))


@transaction.atomic
def _run_out(signing_id: UUID, at: datetime) -> None:
    row = Signing.objects.select_for_update(of=("self",)).get(pk=signing_id)
    if SIGNING.allows(row.state, "expire"):
        move(row, "expire", at=at)


@transaction.atomic
def _expire(mandate_id: UUID, by: Viewer, at: datetime) -> bool:
    mandate = locked(mandate_id)
    lapsed = lapses_on(mandate.signed_date, last_collected([mandate.pk]).get(mandate.pk)) <= booking_day(at)
    if not lapsed or not MANDATE.allows(mandate.state, "expire"):
        return False
    change(mandate, "expire", note=NOTE, by=by, at=at)
    return True
