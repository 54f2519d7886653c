"""Give a client's program a key."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.keys.models import ApiKey
from cessie.domain.keys.rules.scopes import OF_CLIENTS, OF_PARTNERS, SIGNING, in_order
from cessie.domain.keys.rules.secret import digest_of
from cessie.domain.parties.models import Client
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.reasons import N_, Refusal

LONGEST = timedelta(days=366)
FRESH = timedelta(minutes=5)  # a second factor
MOST = 20  # keys that live at one time, of one client
NAME_LIMIT = 80  # characters


@dataclass(frozen=True, slots=True)
class Made:
    """A new key; its ``secret`` is shown to the person now, and to nobody ever again."""

    key_id: UUID
    name: str
    secret: str
    expires_at: datetime


def make_key(
    *,
    client_id: UUID,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    second_factor_at: datetime | None = None,
    by: Viewer,
    at: datetime,
) -> Made:
    """A key of one client, made by its owner, or for him by an administrator of the house.

    The right to sign offers is lent by an owner who gave his second factor within the last five minutes
    (``second_factor_at``); it ends with his own. Refused: another's client (``NotFound``), no such right
    (``NotAllowed``), a program as the maker, no name, no or an unknown scope, a life beyond a year, a 21st key.
    """
    if not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    _require_maker(client_id, scopes, second_factor_at, by, at)
    tidy = _tidy(name)
    _require_form(scopes, OF_CLIENTS, expires_at, at)
    handle, secret = _secret()
    with transaction.atomic():
        client = Client.objects.select_for_update(of=("self",), no_key=True).filter(pk=client_id).first()
        if client is None:
            raise NotFound("parties.unknown_client", N_("There is no such client."))
        if ApiKey.objects.filter(client=client, revoked_at__isnull=True, expires_at__gt=at).count() >= MOST:
            raise Refusal("keys.too_many", N_("A client has at most {limit} keys: revoke one first."), limit=MOST)
        key = ApiKey.objects.create(
            client=client,
            name=tidy,
            handle=handle,
            digest=digest_of(secret),
            scopes=list(in_order(scopes)),
            made_at=at,
            made_by=by.key,
            expires_at=expires_at,
            signer_id=by.user_id if SIGNING & set(scopes) else None,
        )
        facts = {"scopes": key.scopes, "until": expires_at}
        record(action="keys.make", subject=key, by=by, at=at, client_id=client_id, data=facts)
    return Made(key.pk, tidy, secret, expires_at)


def make_own_key(*, name: str, scopes: Collection[str], expires_at: datetime, by: Viewer, at: datetime) -> Made:
    """A key of the programs of a lawyer or a bailiff, made by one of his people: it sees and does what that person
    does, as long as he may. Refused: nobody of a partner (``NotAllowed``), as ``make_key``."""
    if by.kind != "partner" or by.user_id is None or not by.key.startswith("user:"):
        raise NotAllowed("keys.people_only", N_("Only a person makes keys."))
    tidy = _tidy(name)
    _require_form(scopes, OF_PARTNERS, expires_at, at)
    handle, secret = _secret()
    with transaction.atomic():
        person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user_id)
        if ApiKey.objects.filter(person=person, revoked_at__isnull=True, expires_at__gt=at).count() >= MOST:
            raise Refusal("keys.too_many", N_("A client has at most {limit} keys: revoke one first."), limit=MOST)
        key = ApiKey.objects.create(
            person=person, name=tidy, handle=handle, digest=digest_of(secret), scopes=list(in_order(scopes)),
            made_at=at, made_by=by.key, expires_at=expires_at,
        )  # fmt: skip
        record(action="keys.make", subject=key, by=by, at=at, data={"scopes": key.scopes, "until": expires_at})
    return Made(key.pk, tidy, secret, expires_at)


def _tidy(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > NAME_LIMIT or not tidy.isprintable():
        raise Refusal("keys.name", N_("A key needs a name of at most {limit} characters."), limit=NAME_LIMIT)
    return tidy


def _require_form(scopes: Collection[str], known: Collection[str], expires_at: datetime, at: datetime) -> None:
    if not scopes or not set(scopes) <= set(known):
        raise Refusal("keys.scopes", N_("Choose what the key may do."))
    if not at < expires_at <= at + LONGEST:
        raise Refusal("keys.life", N_("A key lives at most a year."))


def _secret() -> tuple[str, str]:
    """Its public part, and the whole."""
    handle = secrets.token_hex(8)
    return handle, f"cessie_{handle}_{secrets.token_urlsafe(32)}"


def _require_maker(
    client_id: UUID, scopes: Collection[str], second_factor_at: datetime | None, by: Viewer, at: datetime
) -> None:
    if by.user_id is None:
        raise NotAllowed("keys.people_only", N_("Only a person makes keys."))
    if by.kind == "staff":
        by.require("users.manage")
        if SIGNING & set(scopes):
            raise NotAllowed("keys.sign", N_("Only an owner of the client lets a key sign for it."))
        return
    by.require_signer(client_id)
    if SIGNING & set(scopes) and (second_factor_at is None or not at - FRESH <= second_factor_at <= at):
        raise NotAllowed("keys.second_factor", N_("To let a key sign, give the code of your authenticator."))
