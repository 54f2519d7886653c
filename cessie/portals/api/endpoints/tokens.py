"""A token for a quarter of an hour out of a key: OAuth 2.0 client credentials (RFC 6749, section 4.4)."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Literal, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Form, Router, Schema
from pydantic import Field

from cessie.domain.keys.queries import Caller, by_secret
from cessie.domain.keys.rules.scopes import SCOPES
from cessie.domain.keys.take_turn import take_turn
from cessie.portals.api import ids
from cessie.portals.api.door import TOKEN_LIFE, Call, token_of
from cessie.portals.api.shapes import Shape

router = Router(tags=["Keys"])


class TokenForm(Schema):
    """Form fields; `client_id` and `client_secret` may come by HTTP Basic instead."""

    grant_type: str | None = Field(None, examples=["client_credentials"])
    client_id: str | None = Field(None, description="`key_id` of the key.")
    client_secret: str | None = Field(None, description="The whole secret, cessie_…")
    scope: str | None = Field(None, description="Fewer scopes than the key has, parted by blanks.")


class Token(Shape):
    """Send it like a key: `Authorization: Bearer …`."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.")
    scope: str


class TokenError(Shape):
    """The errors of RFC 6749, section 5.2."""

    error: Literal[
        "invalid_request", "invalid_client", "unsupported_grant_type", "invalid_scope", "temporarily_unavailable"
    ]
    error_description: str


@router.post(
    "/oauth/token",
    auth=None,
    response={200: Token, 400: TokenError, 401: TokenError, 429: TokenError},
    summary="Make a token out of a key",
)
def make_token(request: HttpRequest, form: Form[TokenForm]) -> HttpResponse:
    """For programs that speak OAuth 2.0 client credentials. A token is good for 15 minutes, and never longer than its
    key."""
    handle, secret = _shown(request, form)
    if not handle or not secret or not form.grant_type:
        return _no(400, "invalid_request", "grant_type, client_id and client_secret are needed.")
    caller = by_secret(secret, at=timezone.now())
    if caller is None or ids.shown(ids.KEY, caller.key_id) != handle:
        return _no(401, "invalid_client", "No such key.", {"WWW-Authenticate": 'Basic realm="cessie"'})
    turn = take_turn(key_id=caller.key_id, per_minute=caller.per_minute, at=timezone.now())
    if not turn.allowed:
        return _no(429, "temporarily_unavailable", "Too many calls.", {"Retry-After": str(turn.wait)})
    if form.grant_type != "client_credentials":
        return _no(400, "unsupported_grant_type", "Only client_credentials.")
    return _given(request, caller, form.scope)


def _given(request: HttpRequest, caller: Caller, scope: str | None) -> HttpResponse:
    wanted = frozenset((scope or "").split()) or caller.scopes
    if not wanted <= caller.scopes:
        return _no(400, "invalid_scope", "The key does not have all of these scopes.")
    cast(Call, request).api_headers = {"Pragma": "no-cache"}
    facts: dict[str, Any] = {
        "access_token": token_of(caller, wanted),
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "scope": " ".join(scope for scope in SCOPES if scope in wanted),
    }
    return JsonResponse(facts)


def _shown(request: HttpRequest, form: TokenForm) -> tuple[str | None, str | None]:
    kind, _blank, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return form.client_id, form.client_secret
    try:
        handle, _colon, secret = base64.b64decode(given.strip(), validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeError):
        return None, None
    return handle, secret


def _no(status: int, error: str, words: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"error": error, "error_description": words}, status=status, headers=headers)
