"""Files of a house that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.documents.models import HouseFiles, LegalHold
from cessie.domain.work.rules.clock import due_after
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.reasons import N_, Reason


def _ready(at: datetime) -> Iterator[Waiting]:
    for row in HouseFiles.objects.filter(state="ready").select_related("laid_by").order_by("laid_at"):
        said = N_("The files with which the house moves in wait for a second person: {files}.")
        yield Waiting(
            subject=("documents.HouseFiles", str(row.pk)),
            reasons=(Reason("house.files", said, {"files": ", ".join(sorted(row.files))}),),
            due_at=due_after(row.laid_at, 8),
        )


def _stuck(at: datetime) -> Iterator[Waiting]:
    """Neither looked at nor taken within the hour: the job is dead or failed."""
    for row in HouseFiles.objects.filter(state__in=("laid", "agreed")).order_by("laid_at"):
        begun = row.agreed_at or row.laid_at
        if due_after(begun, 1) <= at:
            yield Waiting(
                subject=("documents.HouseFiles", str(row.pk)),
                reasons=(Reason("house.stuck", N_("The files of the house are still not worked through.")),),
                due_at=due_after(begun, 2),
            )


def _lifted(at: datetime) -> Iterator[Waiting]:
    for row in LegalHold.objects.filter(ended_at__isnull=True, lift_asked_at__isnull=False).order_by("lift_asked_at"):
        said = N_("A second person must agree that the legal hold is lifted: {reason}")
        yield Waiting(
            subject=("documents.LegalHold", str(row.pk)),
            reasons=(Reason("hold.lift", said, {"reason": row.reason}),),
            due_at=due_after(row.lift_asked_at or at, 40),
            client_id=row.client_id,
        )


WATCHES = (Watch("house.files", _ready), Watch("house.stuck", _stuck), Watch("hold.lift", _lifted))
