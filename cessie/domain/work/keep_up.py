"""Keep the queue in step with what a look round found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.domain.work.models import Task
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.waiting import Waiting


@transaction.atomic
def keep_up(*, found: Mapping[str, Iterable[Waiting]], by: Viewer, at: datetime) -> tuple[int, int]:
    """Raise a task of its kind for each thing that waits, and close those of these kinds whose thing waits no more.

    Looking twice changes nothing the second time. A task that a person closed comes back at the next look while its
    thing still waits: deciding is done where the thing is, not by closing its task. Returns how many were raised and
    closed.
    """
    here = {
        f"{kind}:{waiting.subject[0]}:{waiting.subject[1]}": (kind, waiting)
        for kind, of_kind in found.items()
        for waiting in of_kind
    }
    open_now = set(Task.objects.filter(kind__in=found, state="open").values_list("key", flat=True))
    new = [key for key in here if key not in open_now]
    for key in new:
        kind, waiting = here[key]
        open_task(
            key=key,
            kind=kind,
            subject=waiting.subject,
            reasons=waiting.reasons,
            evidence=waiting.evidence,
            client_id=waiting.client_id,
            due_at=waiting.due_at,
            by=by,
            at=at,
        )
    gone = sorted(open_now - here.keys())
    for key in gone:
        close(key=key, decision="gone", by=by, at=at)
    return len(new), len(gone)
