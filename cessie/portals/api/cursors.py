"""Where a list goes on: the sort key and the key of the last row, signed, and good for the same question alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from cessie.domain.keys.queries import Caller
from cessie.portals.api.problems import Problem

_SALT = "cessie.api.cursor.2"


def cursor_of(place: tuple[str, str], question: str) -> str:
    """The cursor behind a row."""
    return signing.Signer(salt=_SALT).sign_object([question, *place], compress=True)


def place_of(cursor: str | None, question: str) -> tuple[str, str] | None:
    """The row behind which the page begins; a false cursor, or one of another question, is refused (422)."""
    if cursor is None:
        return None
    try:
        asked, first, second = signing.Signer(salt=_SALT).unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError):
        asked, first, second = "", "", ""
    if asked != question:
        pointer = {"pointer": "query:cursor", "code": "cursor", "detail": _("Begin without a cursor.")}
        words = _("This cursor is not of this list; change no filter while you page.")
        raise Problem(422, "api.cursor", words, errors=[pointer])
    return first, second


def question_of(caller: Caller, path: str, filters: Mapping[str, Any]) -> str:
    """What is asked and by whom, in few characters."""
    plain = json.dumps([str(caller.client_id), path, {k: str(v) for k, v in sorted(filters.items())}])
    return sha256(plain.encode()).hexdigest()[:24]
