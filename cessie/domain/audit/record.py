"""Write one line into the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from cessie.domain.audit.models import Event
from cessie.domain.audit.rules.plain import plain
from cessie.domain.audit.subject import Subject, named
from cessie.lib.correlation import current


class Actor(Protocol):
    """Whoever acts, known to the trail by his key alone (``Viewer`` of users, a later app on the road)."""

    @property
    def key(self) -> str:
        """``user:<uuid>`` or ``system:<job>``."""


def record(
    *,
    action: str,
    subject: Subject,
    by: Actor,
    at: datetime,
    client_id: UUID | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Keep that ``by`` did ``action`` (``"purchase.accept"``) to ``subject``, with inputs and outcome in ``data``.

    Called by every verb inside its transaction, so that the act and its line stand or fall together.
    ``data`` may hold keys, amounts, days, codes and reasons; personal data is refused (``ValueError``).
    """
    subject_type, subject_id = named(subject)
    Event.objects.create(
        at=at,
        actor=by.key,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        client_id=client_id,
        data=plain(data or {}),
        request_id=current(),
    )
