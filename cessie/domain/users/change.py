"""What of a login two people decide: more roles, a new second factor, a login that works again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django_otp import devices_for_user

from cessie.domain.audit.record import record
from cessie.domain.users.locked import locked
from cessie.domain.users.models import Change, Erasure, User
from cessie.domain.users.one_time import give_one
from cessie.domain.users.rules.changes import CHANGE, KINDS
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """Whoever asked for a change, or whose login it is, cannot agree to it."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The change that was made, and the password that serves once where one was given (told this once)."""

    change: Change
    password: str


@transaction.atomic
def ask(*, user_id: UUID, kind: str, roles: Collection[str] = (), by: Viewer, at: datetime) -> Change:
    """Ask for a change that another person must agree to; asked again it takes over the roles asked for last.

    Refused: no right or no person (``NotAllowed``), an unknown user (``NotFound``), a kind that is none, a login that
    works already or one that is forgotten.
    """
    by.require("users.manage")
    user = locked(user_id)
    if kind not in KINDS:
        raise Refusal("users.unknown_change", N_("{kind} is no change of a login."), kind=kind)
    _check(user, kind)
    wanted = sorted(set(roles))
    change = Change.objects.select_for_update(of=("self",)).filter(user=user, kind=kind, state="asked").first()
    if change is None:
        change = Change(user=user, kind=kind)
    elif change.roles == wanted:
        return change
    change.roles, change.asked_at, change.asked_by = wanted, at, by.key
    change.save()
    record(action="users.ask_change", subject=user, by=by, at=at, data={"kind": kind, "roles": wanted})
    return change


@transaction.atomic
def agree(*, change_id: UUID, by: Viewer, at: datetime) -> Agreed:
    """Another person agrees and it is done. Again does nothing.

    Refused: no right or no person (``NotAllowed``), whoever asked and whoever it is for (``SamePerson``), a change that
    was declined (``WrongState``), one for a login that is switched off.
    """
    by.require("users.agree")
    change, user = _of(change_id)
    if by.key in (change.asked_by, f"user:{user.pk}"):
        raise SamePerson("users.same_person", N_("Another person than the one who asked for it must do it."))
    if change.state == "done":
        return Agreed(change, "")
    _decide(change, "agree", by, at)
    _check(user, change.kind)
    password = ""
    if change.kind == "roles":
        user.roles = sorted({*user.roles, *change.roles})
    elif change.kind == "second_factor":
        for device in devices_for_user(user, confirmed=None):
            device.delete()
        password = give_one(user)
    else:
        user.is_active, password = True, give_one(user)
    user.save(update_fields=["roles", "is_active"])
    record(action=f"users.{change.kind}", subject=user, by=by, at=at, data={"roles": user.roles})
    return Agreed(change, password)


@transaction.atomic
def decline(*, change_id: UUID, by: Viewer, at: datetime) -> Change:
    """It does not happen; whoever asked may take it back so. Again does nothing."""
    by.require("users.agree")
    change, user = _of(change_id)
    if change.state != "declined":
        _decide(change, "decline", by, at)
        record(action="users.decline_change", subject=user, by=by, at=at, data={"kind": change.kind})
    return change


def _check(user: User, kind: str) -> None:
    if Erasure.objects.filter(user=user, done_at__isnull=False).exists():
        raise Refusal("users.forgotten", N_("This person was forgotten: he cannot come back under the same key."))
    if (kind == "switch_on") == user.is_active:
        words = N_("The login works already.") if user.is_active else N_("The login is switched off.")
        raise Refusal("users.no_change", words)


def _decide(change: Change, event: str, by: Viewer, at: datetime) -> None:
    change.state = CHANGE.after(change.state, event)
    change.decided_at, change.decided_by = at, by.key
    change.save(update_fields=["state", "decided_at", "decided_by"])


def _of(change_id: UUID) -> tuple[Change, User]:
    """The change and its user, held in the order of every verb: the user first."""
    user_id = Change.objects.filter(pk=change_id).values_list("user_id", flat=True).first()
    if user_id is None:
        raise NotFound("users.no_such_change", N_("Nobody asked for such a change."))
    user = locked(user_id)
    return Change.objects.select_for_update(of=("self",)).get(pk=change_id), user
