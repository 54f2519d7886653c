"""The one door through which a signing moves: its row lock, its clock, and the chain of its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cessie.domain.keys.rules.secret import digest_of
from cessie.domain.mandates.models import Signing, SigningEvent
from cessie.domain.mandates.rules.signing import SIGNING, Happened, following
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class Seen:
    """From where a signer's browser came."""

    ip: str = ""
    agent: str = ""

    def to_json(self) -> dict[str, str]:
        """For the evidence."""
        return {"ip": self.ip, "agent": self.agent[:300]}


def by_secret(secret: str, *, at: datetime) -> Signing:
    """The signing that a link opens, under its row lock; ``NotFound`` for any other secret. Within a transaction.

    One whose time went by is expired here; what is over can still be looked at, until it is erased.
    """
    rows = Signing.objects.select_related("creditor__account", "debtor__company").select_for_update(of=("self",))
    row = rows.filter(digest=digest_of(secret)).first()
    if row is None:
        raise NotFound("mandates.unknown_signing", N_("There is no such mandate to sign."))
    if row.expires_at <= at and SIGNING.allows(row.state, "expire"):
        move(row, "expire", at=at)
    return row


def signer_of(row: Signing) -> Viewer:
    """Who acts by the link: nobody whom the house knows, with no rights but what the verbs of signing give."""
    return Viewer(key=f"signing:{row.pk}", kind="debtor", name=row.signer, language=row.language)


def move(row: Signing, event: str, *, at: datetime, data: Mapping[str, Any] | None = None) -> None:
    """Move it by an event of its life, and chain what happened; ``WrongState`` where it cannot happen now."""
    row.state = SIGNING.after(row.state, event)
    row.save()
    chain(row, event, at=at, data=data or {})


def chain(row: Signing, kind: str, *, at: datetime, data: Mapping[str, Any]) -> Happened:
    """One more event. The caller holds the lock of the signing, so that events stand in one row."""
    last = events_of(row)[-1:]
    event = following(last[0] if last else None, kind, at, data)
    SigningEvent.objects.create(
        signing=row, number=event.number, kind=kind, at=at, data=dict(data), previous=event.previous
    )
    return event


def events_of(row: Signing) -> list[Happened]:
    """All that happened, in order."""
    rows = SigningEvent.objects.filter(signing=row).order_by("number")
    return [Happened(one.number, one.kind, one.at, one.data, one.previous) for one in rows]
