"""The seal of a block: a SHA-256 over the seal before it and every event in it, so that no past line can change.

>>> line = dict.fromkeys(FIELDS, "x")
>>> first = digest(1, "", [line])
>>> digest(2, first, [line]) == digest(2, digest(1, "", [{**line, "actor": "user:2"}]), [line])
False
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

#: What of an event is sealed: everything.
FIELDS = ("id", "at", "actor", "action", "subject_type", "subject_id", "client_id", "data", "request_id")


def digest(number: int, previous: str, events: Iterable[Mapping[str, Any]]) -> str:
    """The seal of block ``number``; ``events`` in the order of their keys, each with all ``FIELDS``."""
    seal = sha256(f"{number}\n{previous}\n".encode())
    for event in events:
        line = [_fixed(event[name]) for name in FIELDS]
        seal.update(json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode())
        seal.update(b"\n")
    return seal.hexdigest()


def _fixed(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, dict) else str(value)
