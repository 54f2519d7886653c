"""What every answer carries: the content security policy, and a correlation id that its log lines carry too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cessie.config.logs import fresh_correlation
from cessie.lib.correlation import correlated

#: No inline scripts or styles, nothing from elsewhere. Matches the htmx-config of the page frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

Answer = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Answer) -> Answer:
    """Set the policy on each answer that has none of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def correlation(get_response: Answer) -> Answer:
    """Give each request an id, or take the one that the proxy gave (``X-Request-ID``); the answer names it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with correlated(fresh_correlation(request.headers.get("X-Request-ID"))) as number:
            response = get_response(request)
            response.headers["X-Request-ID"] = number
            return response

    return middleware
