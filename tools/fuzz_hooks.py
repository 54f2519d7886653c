"""What schemathesis cannot know of the API: an idempotency key is new for each thing that one wants done."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import schemathesis

NAME = "Idempotency-Key"


@schemathesis.hook
def map_headers(context: Any, headers: dict[str, Any] | None) -> dict[str, Any] | None:
    """Of generated keys that are right, seven in eight become new ones; the eighth stays, and may come twice."""
    given = (headers or {}).get(NAME)
    if headers is None or not isinstance(given, str) or not given.isascii() or not given.isprintable() or not given:
        return headers
    if sum(given.encode()) % 8 == 0:
        return headers
    return headers | {NAME: str(uuid4())}
