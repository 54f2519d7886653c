"""Whose a dossier is, and the one door through which it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.collection.models import Dossier, Turn
from cessie.domain.collection.rules.states import DOSSIER, LIVE
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal


class NotLive(Refusal):
    """The dossier is closed: nothing happens in it any more."""


def unknown() -> NotFound:
    """What is not his does not exist."""
    return NotFound("collection.unknown", N_("There is no such dossier."))


def side_of(viewer: Viewer) -> str:
    """On whose side the viewer speaks; what the house does by itself is the staff's."""
    return viewer.kind if viewer.kind in ("debtor", "client") else "staff"


def locked(dossier_id: UUID, by: Viewer) -> Dossier:
    """The dossier under the lock of its row; ``NotFound`` where it is not the viewer's."""
    rows = Dossier.objects.select_for_update(of=("self",)).filter(pk=dossier_id)
    found = rows.select_related("debtor__company", "client__company", "agent").first()
    if found is None or not (by.sees_client(found.client_id) or by.owes == (found.client_id, found.debtor_id)):
        raise unknown()
    return found


def locked_all(dossier_ids: Collection[UUID], by: Viewer) -> list[Dossier]:
    """Those of them that are the viewer's, under the locks of their rows, by key."""
    rows = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=dossier_ids).order_by("pk")
    found = rows.select_related("debtor__company", "client__company", "agent")
    return [each for each in found if by.sees_client(each.client_id) or by.owes == (each.client_id, each.debtor_id)]


def locked_live(dossier_id: UUID, by: Viewer) -> Dossier:
    """The same of one that is not closed; refused (``NotLive``) else."""
    dossier = locked(dossier_id, by)
    if dossier.state not in LIVE:
        raise NotLive("collection.closed", N_("This dossier is closed."))
    return dossier


def move(
    dossier: Dossier, event: str, words: str = "", *, reasons: Iterable[Reason] = (), by: Viewer, at: datetime
) -> Dossier:
    """Change the state of a locked dossier, keep why, and have it looked at again today.

    Refused (``WrongState``) where it cannot happen now.
    """
    dossier.state = DOSSIER.after(dossier.state, event)
    dossier.look_date = booking_day(at)
    closed = dossier.state not in LIVE
    dossier.closed_at, dossier.closed_by = (at, by.key) if closed else (None, "")
    dossier.save(update_fields=["state", "look_date", "closed_at", "closed_by"])
    say(dossier, event, words, reasons=reasons, by=by, at=at)
    facts = {"after": dossier.state, "debtor": dossier.debtor_id}
    record(action=f"collection.{event}", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts)
    return dossier


def say(
    dossier: Dossier, event: str, words: str = "", *, reasons: Iterable[Reason] = (), by: Viewer, at: datetime
) -> Turn:
    """Keep that something happened."""
    return Turn.objects.create(
        dossier=dossier, event=event, words=words.replace("\x00", "").strip(), side=side_of(by), by=by.key, at=at,
        reasons=[reason.to_json() for reason in reasons],
    )  # fmt: skip


def soon(dossier: Dossier, at: datetime) -> None:
    """Have a locked dossier looked at again today: something about it changed."""
    dossier.look_date = booking_day(at)
    dossier.save(update_fields=["look_date"])
