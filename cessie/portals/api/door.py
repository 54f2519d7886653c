"""Who calls: the secret of a key, or a token made from it, in the ``Authorization`` header. Nothing else opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.keys.queries import Caller, by_id, by_secret
from cessie.domain.keys.take_turn import take_turn
from cessie.portals.api.problems import Problem

TOKEN = "cessie_token_"  # noqa: S105 - its beginning
TOKEN_LIFE = timedelta(minutes=15)
_SALT = "cessie.api.token"


class Call(HttpRequest):
    """A request that passed the door."""

    auth: Caller
    api_headers: dict[str, str]


class Needs:
    """Lets those pass whose key has the scope (any, if None), at the pace of the key."""

    def __init__(self, scope: str | None) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        caller = _identified(request)
        turn = take_turn(key_id=caller.key_id, per_minute=caller.per_minute, at=timezone.now())
        cast(Call, request).api_headers = {
            "RateLimit-Policy": f'"key";q={caller.per_minute};w=60',
            "RateLimit": f'"key";r={turn.remaining};t={turn.wait}',
        }
        if not turn.allowed:
            words = _("This key may call {times} times a minute.").format(times=caller.per_minute)
            raise Problem(429, "api.too_fast", words, headers={"Retry-After": str(turn.wait)})
        if self.scope is not None and self.scope not in caller.scopes:
            words = _("This key may not do this: it lacks the scope {scope}.").format(scope=self.scope)
            challenge = f'Bearer error="insufficient_scope", scope="{self.scope}"'
            raise Problem(403, "api.scope", words, headers={"WWW-Authenticate": challenge})
        return caller


def _identified(request: HttpRequest) -> Caller:
    kind, _blank, given = request.headers.get("Authorization", "").partition(" ")
    caller = None
    if kind.lower() == "bearer":
        secret = given.strip()
        caller = of_token(secret) if secret.startswith(TOKEN) else by_secret(secret, at=timezone.now())
    if caller is None:
        words = _("Show a valid key: Authorization: Bearer cessie_…")
        raise Problem(401, "api.key", words, headers={"WWW-Authenticate": 'Bearer realm="cessie"'})
    return caller


def token_of(caller: Caller, scopes: frozenset[str]) -> str:
    """A token that is good for a quarter of an hour, as long as the key is."""
    facts = {"k": caller.key_id.hex, "s": sorted(scopes)}
    return TOKEN + signing.dumps(facts, salt=_SALT, compress=True)


def of_token(token: str) -> Caller | None:
    """Who carries the token; None if it is false, too old, or its key is revoked."""
    try:
        facts: Any = signing.loads(token.removeprefix(TOKEN), salt=_SALT, max_age=TOKEN_LIFE)
    except signing.BadSignature:
        return None
    return by_id(UUID(facts["k"]), scopes=facts["s"], at=timezone.now())
