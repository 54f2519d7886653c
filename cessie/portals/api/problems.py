"""Every no as ``application/problem+json`` (RFC 9457): a stable code, the place of each error, the request's id."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cessie.domain.documents.store import TooLarge
from cessie.domain.keys.answer_once import OtherCall, StillRunning
from cessie.domain.purchase.refusals import AlreadyDecided, Blocked, ChangedFigures, Expired
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.correlation import current
from cessie.lib.reasons import Refusal
from cessie.portals.frame.templatetags.cessie import in_words

MEDIA_TYPE = "application/problem+json"
ROOT = "/api/"
#: Refusals that have a status of their own; any other is 422: understood, and not possible.
STATUS: Mapping[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    TooLarge: 413,
    AlreadyDecided: 409,
    Expired: 409,
    ChangedFigures: 409,
    Blocked: 409,
    StillRunning: 409,
    OtherCall: 422,
}


class Problem(Exception):
    """A no of the API itself. ``errors``: pointer, code and words of each place in what was sent."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = tuple(errors), dict(headers or {})


def body_of(no: Problem, path: str) -> dict[str, Any]:
    """What is sent. ``type`` names the kind of problem and is stable; ``title`` goes with the status."""
    return {
        "type": f"urn:cessie:problem:{no.code}",
        "title": HTTPStatus(no.status).phrase,
        "status": no.status,
        "detail": no.detail,
        "instance": path,
        "code": no.code,
        "errors": [dict(error) for error in no.errors],
        "request_id": current(),
    }


def answer(no: Problem, request: HttpRequest) -> HttpResponse:
    """The answer that says no."""
    text = json.dumps(body_of(no, request.path), ensure_ascii=False)
    return HttpResponse(text, status=no.status, content_type=MEDIA_TYPE, headers=no.headers)


def of_refusal(no: Refusal) -> Problem:
    """An expected no of the house, in the reader's words."""
    status = next((status for kind, status in STATUS.items() if isinstance(no, kind)), 422)
    reasons = no.reasons if isinstance(no, Blocked) else ()
    errors = [{"pointer": "", "code": reason.code, "detail": in_words(reason)} for reason in reasons]
    headers = {"Retry-After": "1"} if isinstance(no, StillRunning) else {}
    return Problem(status, no.code, in_words(no.reason), errors=errors, headers=headers)


_WORDS: Mapping[int, Callable[[], str]] = {
    400: lambda: _("The request cannot be read."),
    404: lambda: _("There is no such thing."),
    405: lambda: _("This address does not take this method."),
    413: lambda: _("What was sent is too large."),
}


def plain(status: int) -> Problem:
    code = {404: "api.unknown", 405: "api.method", 413: "request.too_large", 500: "api.failed"}.get(status, "api.no")
    words = _WORDS.get(status, lambda: _("Something went wrong here; the request's id helps us to find it."))
    return Problem(status, code, words())


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Below ``/api/`` nobody gets a page where he asked for JSON, whoever in the house says no."""

    def inner(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(ROOT):
            return response
        if response.status_code >= 400 and "json" not in response.get("Content-Type", ""):
            no = plain(response.status_code)
            said = answer(no, request)
            for name in ("Allow", "Retry-After"):
                if name in response.headers:
                    said.headers[name] = response.headers[name]
            response = said
        for name, value in getattr(request, "api_headers", {}).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    return inner
