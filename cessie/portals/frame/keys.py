"""Keys as both portals show and make them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.utils import timezone
from django_otp import match_token

from cessie.domain.keys.make_key import Made, make_key, make_own_key
from cessie.domain.keys.models import ApiKey
from cessie.domain.keys.queries import keys
from cessie.domain.keys.rules.scopes import OF_CLIENTS, OF_PARTNERS, SCOPES, SIGNING
from cessie.domain.users.rules.viewer import Viewer
from cessie.portals.frame.access import Visit

#: Days that a key may live, the usual one first.
LIVES = (90, 30, 180, 365)


@dataclass(frozen=True, slots=True)
class Shown:
    """A key in a list; ``state``: live, expired or revoked."""

    key: ApiKey
    state: str
    used_at: datetime | None


def listed(*, viewer: Viewer, client_id: UUID, at: datetime) -> list[Shown]:
    """The keys of a client, newest first."""
    return rows_of(keys(viewer=viewer, client_id=client_id), at)


def rows_of(found: Iterable[ApiKey], at: datetime) -> list[Shown]:
    """Keys that a query gave its viewer."""
    return [Shown(key, _state(key, at), _used_at(key)) for key in found]


def _state(key: ApiKey, at: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "live" if key.expires_at > at else "expired"


def _used_at(key: ApiKey) -> datetime | None:
    try:
        return key.pace.used_at
    except ObjectDoesNotExist:
        return None


def scopes_for(viewer: Viewer) -> dict[str, str]:
    """What he may give: staff lends nobody's signature."""
    known = OF_PARTNERS if viewer.kind == "partner" else OF_CLIENTS
    return {scope: SCOPES[scope] for scope in known if scope not in SIGNING or not viewer.sees_all}


def make_own(request: Visit) -> Made:
    """The key that a person of a partner asks for."""
    at, days = timezone.now(), request.POST.get("days", "")
    life = timedelta(days=int(days) if days in map(str, LIVES) else 0)
    scopes, name = request.POST.getlist("scope"), request.POST.get("name", "")
    return make_own_key(name=name, scopes=scopes, expires_at=at + life, by=request.viewer, at=at)


def make(request: Visit, client_id: UUID) -> Made:
    """The key that a form asks for. The code of the authenticator is looked at now, where the key is to sign."""
    scopes: Sequence[str] = request.POST.getlist("scope")
    at, days = timezone.now(), request.POST.get("days", "")
    life = timedelta(days=int(days) if days in map(str, LIVES) else 0)
    second_factor_at = at if SIGNING & set(scopes) and _is_right(request) else None
    return make_key(
        client_id=client_id,
        name=request.POST.get("name", ""),
        scopes=scopes,
        expires_at=at + life,
        second_factor_at=second_factor_at,
        by=request.viewer,
        at=at,
    )


def typed(request: HttpRequest) -> dict[str, object]:
    """What stood in the form, to stand there again; never the code."""
    days = request.POST.get("days", "")
    return {
        "name": request.POST.get("name", ""),
        "scopes": request.POST.getlist("scope"),
        "days": int(days) if days in map(str, LIVES) else LIVES[0],
    }


def _is_right(request: HttpRequest) -> bool:
    return match_token(request.user, request.POST.get("code", "").replace(" ", "")) is not None
