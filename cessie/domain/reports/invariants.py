"""What must hold of the confirmations that left the house; each breach is a reason (``cessie check``)."""

from __future__ import annotations

from collections.abc import Iterable

from cessie.domain.reports.confirmed import stands
from cessie.domain.reports.models import Confirmation
from cessie.lib.reasons import N_, Reason


def confirmations_stand() -> Iterable[Reason]:
    """The books still say of the day and the moment of each confirmation what was confirmed."""
    for row in Confirmation.objects.order_by("made_at").iterator(chunk_size=500):
        if not stands(row):
            words = N_("The confirmation {confirmation} of {day} is not what the books say of that moment.")
            yield Reason("reports.confirmation_differs", words, {"confirmation": str(row.pk), "day": row.day})


CHECKS = (confirmations_stand,)
