"""What of a dossier waits for a person, as tasks of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from cessie.domain.collection.models import Dossier
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.reasons import N_, Reason

#: Kinds, with the staffed hours within which a person looks at them.
_HOURS: Final = {
    "dossier.decide": 40,
    "dossier.principal": 80,
    "dossier.complaint": 24,
    "dossier.time_bar": 16,
    "dossier.over": 40,
    "dossier.found": 24,
}


def ask(kind: str, dossier: Dossier, reasons: Sequence[Reason], *, by: Viewer, at: datetime) -> None:
    """Put it before a person; again does nothing."""
    open_task(
        key=_key(kind, dossier), kind=kind, subject=dossier, reasons=reasons, client_id=dossier.client_id,
        due_at=due_after(at, _HOURS[kind]), by=by, at=at,
    )  # fmt: skip


def settled(dossier: Dossier, *kinds: str, by: Viewer, at: datetime) -> None:
    """It waits no more; without kinds, nothing of the dossier does."""
    for kind in kinds or tuple(_HOURS):
        close(key=_key(kind, dossier), decision="done", by=by, at=at)


def time_bar(dossier: Dossier, day: date) -> Reason:
    """That a claim becomes time-barred."""
    words = N_("A claim of dossier {number} can be brought until {day} only.")
    return Reason("collection.time_bar_near", words, {"number": shown(dossier.number), "day": day})


def _key(kind: str, dossier: Dossier) -> str:
    return f"{kind}:{dossier.pk}"
