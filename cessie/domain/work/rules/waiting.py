"""What an app finds waiting for a person when it looks round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: ``subject`` as (type, key) of a table; ``due_at`` follows from the facts alone."""

    subject: tuple[str, str]
    reasons: tuple[Reason, ...]
    due_at: datetime
    client_id: UUID | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watch:
    """A look round: everything of this ``kind`` that waits at a moment. Each subject waits once a kind."""

    kind: str
    look: Callable[[datetime], Iterable[Waiting]]
