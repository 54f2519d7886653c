"""What an endpoint's page in the document says beside its own answer: every no that it may give."""

from __future__ import annotations

from typing import Any

from cessie.portals.api.shapes import ProblemBody

#: Every endpoint behind the door.
_ALWAYS = (401, 403, 429)
KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "New for each thing that you want done, the same when you send it again. Kept for 30 days.",
    "schema": {"type": "string", "pattern": "^[!#-~]{1,100}$", "examples": ["2026-0117/1"]},
}


def answers(shape: Any, *noes: int, status: int = 200) -> dict[Any, Any]:
    """The shape of the answer, and of each no."""
    return {status: shape} | dict.fromkeys(sorted({*_ALWAYS, *noes}), ProblemBody)


#: For calls that change something.
ONCE: dict[str, Any] = {"parameters": [KEY_HEADER]}
#: Their noes: no key, still at work or decided before, another call or not possible.
CHANGING = (400, 409, 422)
