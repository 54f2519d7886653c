"""Write lines into the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    _event(action, subject, by, at, client_id, data).save(force_insert=True)


def record_many(
    *, action: str, by: Actor, at: datetime, lines: Iterable[tuple[Subject, UUID | None, Mapping[str, Any]]]
) -> None:
    """The same act on many subjects, a line each (subject, client, data), in one statement: for verbs over groups."""
    Event.objects.bulk_create(_event(action, subject, by, at, client, data) for subject, client, data in lines)


def _event(
    action: str, subject: Subject, by: Actor, at: datetime, client_id: UUID | None, data: Mapping[str, Any] | None
) -> Event:
    subject_type, subject_id = named(subject)
    return Event(
        at=at, actor=by.key, action=action, subject_type=subject_type, subject_id=subject_id, client_id=client_id,
        data=plain(data or {}), request_id=current(),
    )  # fmt: skip
