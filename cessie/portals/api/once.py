"""A call that changes something: its ``Idempotency-Key``, and the answer that a repetition gets again."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel

from cessie.domain.keys.answer_once import Answer, Asked, answer_once
from cessie.portals.api.door import Call
from cessie.portals.api.problems import MEDIA_TYPE, Problem

#: A header text or, as the IETF draft has it, the same as a quoted string.
_KEY = re.compile(r'"?([!#-~]{1,100})"?')


def idempotency_key(request: HttpRequest) -> str:
    """The key of the call; without one, or with one that is none, it is not made (400)."""
    match = _KEY.fullmatch(request.headers.get("Idempotency-Key", ""))
    if match is None:
        words = _(
            "Send an Idempotency-Key: up to 100 printable characters, a new one for each thing that you want done."
        )
        raise Problem(400, "idempotency.key", words)
    return match[1]


def once(request: Call, *what: bytes, act: Callable[[], tuple[int, BaseModel]]) -> HttpResponse:
    """Answer with what ``act`` says, or with what it said the first time. ``what`` was asked, in bytes."""
    taste = sha256()
    for part in what:
        taste.update(len(part).to_bytes(8, "big") + part)
    asked = Asked(idempotency_key(request), request.method or "", request.path, taste.hexdigest())

    def said() -> Answer:
        status, body = act()
        return Answer(status, body.model_dump_json())

    given = answer_once(asked=asked, act=said, by=request.auth, at=timezone.now())
    headers = {"Idempotent-Replayed": "true"} if given.replayed else {}
    kind = MEDIA_TYPE if given.status >= 400 else "application/json"
    return HttpResponse(given.body, status=given.status, content_type=kind, headers=headers)
