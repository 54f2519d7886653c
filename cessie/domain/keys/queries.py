"""Keys as people see them, and the viewer that stands behind a secret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.keys.models import ApiKey, DebtorLink
from cessie.domain.keys.rules.scopes import COLLECT, DECIDE, LEDGERS, MANDATES, SIGNING, WRITE
from cessie.domain.keys.rules.secret import handle_of, is_of
from cessie.domain.parties.models import Membership
from cessie.domain.users import queries as users
from cessie.domain.users.rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that showed its key, and through whose eyes it looks: those of exactly one client, or of one person of
    a partner: then ``client_id`` is that person's key, which no client has."""

    key_id: UUID
    client_id: UUID
    name: str
    scopes: frozenset[str]
    per_minute: int
    expires_at: datetime
    viewer: Viewer


def keys(*, viewer: Viewer, client_id: UUID) -> QuerySet[ApiKey]:
    """The keys of a client, newest first; a stranger sees none."""
    rows = ApiKey.objects.select_related("pace", "signer").filter(client_id=client_id).order_by("-made_at", "-id")
    return rows if viewer.sees_client(client_id) else rows.none()


def own_keys(*, viewer: Viewer) -> QuerySet[ApiKey]:
    """The keys of the programs of whoever looks, a person of a partner, newest first."""
    return ApiKey.objects.select_related("pace").filter(person=viewer.user_id).order_by("-made_at", "-id")


def by_secret(secret: str, *, at: datetime) -> Caller | None:
    """Whose secret this is; None for an unknown, revoked or expired one."""
    handle = handle_of(secret)
    key = _live(at).filter(handle=handle).first() if handle else None
    return _caller(key, None) if key is not None and is_of(secret, key.digest) else None


def by_id(key_id: UUID, *, scopes: Iterable[str], at: datetime) -> Caller | None:
    """The same for a token that was made from the key, with no more than the token's scopes."""
    key = _live(at).filter(pk=key_id).first()
    return _caller(key, frozenset(scopes)) if key is not None else None


def _live(at: datetime) -> QuerySet[ApiKey]:
    return ApiKey.objects.select_related("client__company", "signer", "person").filter(
        Q(revoked_at__isnull=True, expires_at__gt=at)
    )


def _caller(key: ApiKey, only: frozenset[str] | None) -> Caller | None:
    given = frozenset(key.scopes) if only is None else only & frozenset(key.scopes)
    if key.client_id is None or key.client is None:
        return _of_person(key, given)
    client_id = key.client_id
    if SIGNING & given and not _still_signs(key):
        given -= SIGNING
    own = frozenset([client_id])
    viewer = Viewer(
        key=f"key:{key.pk}",
        kind="client",
        name=key.name,
        language=key.client.company.language,
        client_ids=own,
        acts_for=own if given & {WRITE, DECIDE, MANDATES, COLLECT, LEDGERS} else frozenset(),
        signs_for=own if SIGNING & given else frozenset(),
    )
    return Caller(key.pk, client_id, key.name, given, key.per_minute, key.expires_at, viewer)


def _of_person(key: ApiKey, given: frozenset[str]) -> Caller | None:
    """As the person himself, while he may log in."""
    person = key.person
    if person is None or not person.is_active:
        return None
    viewer = Viewer(key=f"key:{key.pk}", kind="partner", name=key.name, language=person.language, user_id=person.pk)
    return Caller(key.pk, person.pk, key.name, given, key.per_minute, key.expires_at, viewer)


def _still_signs(key: ApiKey) -> bool:
    """A lent signature is worth what its lender's is now."""
    owners = Membership.objects.filter(client=key.client, role="owner", ended_at__isnull=True)
    return owners.filter(user=key.signer, user__is_active=True).exists()


def names_of(actors: Iterable[str], *, viewer: Viewer) -> dict[str, str]:
    """The names behind the actors of the trail: people's, programs' (``key:<uuid>``: the key's own name) and debtors'
    who came by a link (``link:<uuid>``)."""
    wanted = set(actors)
    found = users.names_of(wanted, viewer=viewer)
    if not viewer.sees_all:
        return found
    programs, links = _behind("key:", wanted), _behind("link:", wanted)
    called: dict[UUID, str] = {}
    if programs:
        called |= ApiKey.objects.filter(pk__in=programs.values()).values_list("pk", "name")
    if links:
        called |= DebtorLink.objects.filter(pk__in=links.values()).values_list("pk", "debtor__company__name")
    return found | {actor: called[pk] for actor, pk in (programs | links).items() if pk in called}


def _behind(kind: str, actors: Iterable[str]) -> dict[str, UUID]:
    return {actor: UUID(actor.removeprefix(kind)) for actor in actors if actor.startswith(kind)}
